"""A padded SASRec in PyTorch, written the usual way: what the training speed of Skipscope is compared with.

Same model as Skipscope's encoder without feedback types and song bias (pre-norm, causal attention, ReLU
feed-forward, song embeddings shared with the output, learned positions), same optimiser, one random negative a
target.
"""

import math
import time

import torch
from torch import nn

BATCH = 128  # histories a step


class Block(nn.Module):
    def __init__(self, width, dropout):
        super().__init__()
        self.before_attention = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 1, dropout=dropout, batch_first=True)
        self.before_forward = nn.LayerNorm(width)
        self.forward_part = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.Dropout(dropout), nn.Linear(width, width), nn.Dropout(dropout)
        )

    def forward(self, x, future):
        normed = self.before_attention(x)
        x = x + self.attention(normed, normed, normed, attn_mask=future, need_weights=False)[0]
        return x + self.forward_part(self.before_forward(x))


class SasRec(nn.Module):
    """Songs are 1 … songs; 0 is padding."""

    def __init__(self, songs, length, width, blocks=2, dropout=0.2):
        super().__init__()
        self.song = nn.Embedding(songs + 1, width, padding_idx=0)
        self.position = nn.Embedding(length, width)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(width, dropout) for _ in range(blocks))
        self.last = nn.LayerNorm(width)
        self.width = width
        for table in (self.song, self.position):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, history):
        """[batch, length] songs, padded at the right → contexts [batch, length, width]."""
        length = history.shape[1]
        x = self.dropout(self.song(history) + self.position(torch.arange(length)))
        future = torch.triu(torch.full((length, length), -math.inf), diagonal=1)
        for block in self.blocks:
            x = block(x, future)
        return self.last(x)


def windows(histories, length):
    """Each history's newest `length` + 1 songs as (inputs, next songs), padded at the right."""
    inputs = torch.zeros(len(histories), length, dtype=torch.long)
    targets = torch.zeros(len(histories), length, dtype=torch.long)
    for row, history in enumerate(histories):
        newest = torch.tensor(history[-(length + 1) :])
        inputs[row, : len(newest) - 1] = newest[:-1]
        targets[row, : len(newest) - 1] = newest[1:]
    return inputs, targets


def steps(histories, songs, length, width, dropout=0.2, batch=BATCH, seed=1):
    """Trains for ever: yields (events, loss) after each step."""
    torch.manual_seed(seed)
    model = SasRec(songs, length, width, dropout=dropout)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
    inputs, targets = windows(histories, length)
    while True:
        order = torch.randperm(len(inputs))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            history, positive = inputs[rows], targets[rows]
            mask = positive > 0
            contexts = model(history)
            negative = torch.randint(1, songs + 1, positive.shape)
            gained = (contexts * model.song(positive)).sum(-1)[mask]
            lost = (contexts * model.song(negative)).sum(-1)[mask]
            loss = (nn.functional.softplus(-gained) + nn.functional.softplus(lost)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            yield int(mask.sum()), float(loss)


def events_per_second(histories, songs, length, width, seconds, threads):
    """Of about `seconds` of training after one step of warming up: input positions with a next song."""
    torch.set_num_threads(threads)
    trained = steps(histories, songs, length, width)
    next(trained)
    events = passed = 0
    began = time.perf_counter()
    while passed < seconds:
        events += next(trained)[0]
        passed = time.perf_counter() - began
    return events / passed


def loss_after(histories, songs, length, width, number, last):
    """Mean loss of the `last` of so many steps without dropout."""
    losses = [loss for _, (_, loss) in zip(range(number), steps(histories, songs, length, width, dropout=0))]
    return sum(losses[-last:]) / last
