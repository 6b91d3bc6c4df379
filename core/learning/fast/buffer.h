#pragma once

#include "core/learning/fast/matrix_product.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

namespace skipscope::learning::fast {

/// Floats on a cache line's border, so that a vector of a row is one load.
class Buffer {
public:
  Buffer() = default;
  explicit Buffer(std::size_t size) { reset(size); }
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;

  /// `size` zeros.
  void reset(std::size_t size) {
    reserve(size);
    std::fill_n(m_data.get(), size, 0.0F);
  }
  /// Room for `size` floats of any value: what is not written must not be read.
  void reserve(std::size_t size);

  float* data() { return m_data.get(); }
  const float* data() const { return m_data.get(); }
  std::size_t size() const { return m_size; }
  std::span<float> values() { return {m_data.get(), m_size}; }

private:
  struct Free {
    void operator()(float* data) const;
  };
  std::unique_ptr<float[], Free> m_data;
  std::size_t m_size = 0;
  std::size_t m_room = 0;
};

} // namespace skipscope::learning::fast
