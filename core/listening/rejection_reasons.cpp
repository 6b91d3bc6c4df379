#include "core/listening/rejection_reasons.h"

namespace skipscope::listening {

std::string_view faultReason(LineFault fault) {
  switch (fault) {
  case LineFault::TooLong:
    return kLineTooLong;
  case LineFault::ZeroByte:
    return kZeroByte;
  case LineFault::InvalidUtf8:
    return kInvalidUtf8;
  case LineFault::None:
    break;
  }
  return {};
}

} // namespace skipscope::listening
