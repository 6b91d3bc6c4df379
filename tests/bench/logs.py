"""Logs for the benchmarks, written by numpy: the simulator's stations play a few thousand songs only."""

from statistics import NormalDist

import numpy
import pandas

SPREAD = 1.04  # of the logarithm of a history's length, as in MovieLens-1M: mean 1.72 times the median
SHORTEST = 20
TASTES = 56  # 3,416 songs are 61 a taste
BLOCK = 10_000  # listeners whose rows are in memory at once
JUDGED = 500  # listeners who have test and validation pairs
FIRST_TIME = 1_600_000_000
BETWEEN = 7200  # seconds between events: within an hour, an import joins a vote with the play it is about


def lengths(listeners, mean):
    """Log-normal lengths of at least SHORTEST with that mean, shuffled by a fixed seed."""
    quantiles = numpy.array([NormalDist().inv_cdf((i + 0.5) / listeners) for i in range(listeners)])
    low, high = 0.0, 12.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        if numpy.maximum(numpy.exp(middle + SPREAD * quantiles), SHORTEST).mean() < mean:
            low = middle
        else:
            high = middle
    long = numpy.maximum(numpy.exp(low + SPREAD * quantiles), SHORTEST).round().astype(int)
    return numpy.random.default_rng(1).permutation(long)


def tasteful_songs(chance, listeners, songs, longest):
    """Songs [listeners, longest] with something to learn; `songs` is a multiple of TASTES.

    Songs lie in TASTES clusters, Zipf within each. A listener has two tastes. Seven times in ten the next song
    is of the cluster of the last one, and then half the time one of the eight songs after it in the cluster;
    else the cluster is one of the listener's own, or one time in ten any.
    """
    size = songs // TASTES
    of_rank = numpy.cumsum(1 / numpy.arange(1, size + 1))
    own = chance.integers(0, TASTES, (listeners, 2))
    heard = numpy.empty((listeners, longest), dtype=int)
    everyone = numpy.arange(listeners)
    cluster, rank = own[:, 0], numpy.zeros(listeners, dtype=int)
    for position in range(longest):
        stays = chance.random(listeners) < 0.7
        wanders = chance.random(listeners) < 0.1
        fresh = numpy.where(
            wanders, chance.integers(0, TASTES, listeners), own[everyone, chance.integers(0, 2, listeners)]
        )
        cluster = numpy.where(stays, cluster, fresh)
        drawn = numpy.searchsorted(of_rank, chance.random(listeners) * of_rank[-1])
        follows = stays & (chance.random(listeners) < 0.5)
        rank = numpy.where(follows, (rank + chance.integers(1, 9, listeners)) % size, drawn)
        heard[:, position] = cluster * size + rank
    return heard


def movielens_shaped(file, listeners, songs, mean, length, judged=JUDGED):
    """Writes a log shaped as MovieLens-1M and returns what is trained on: songs 1 … n by listener, and n.

    Lengths are log-normal (mean before the cut), and each history is cut to its newest `length` + 1 events: a
    padded program trains on those only, and Skipscope then has one window a listener, so that none overlap and
    both train on exactly the same events.
    """
    chance = numpy.random.default_rng(1)
    long = numpy.minimum(lengths(listeners, mean), length + 1)
    heard = tasteful_songs(chance, listeners, songs, long.max())
    histories = [row[:count] for row, count in zip(heard, long)]
    known = numpy.unique(numpy.concatenate(histories))

    write(file, chance, histories, known, judged)
    return [(numpy.searchsorted(known, history) + 1).tolist() for history in histories], len(known)


def even(file, listeners, songs, events):
    """Writes a log in which every song occurs, if there are events enough, and about as often as any other."""
    chance = numpy.random.default_rng(1)
    heard = chance.permutation(numpy.arange(listeners * events) % songs)
    write(file, chance, list(heard.reshape(listeners, events)), numpy.arange(songs))


def write(file, chance, histories, songs, judged=JUDGED):
    """Writes a log of likes and listens.

    `judged` listeners have two pairs of a disliked and a liked song after their history: the split takes both for
    validation and test, and trains on neither. Without such pairs there is no validation; with dislikes or
    skips in the histories the split would cut into them; and pairs of everybody take long to judge.
    """
    long = numpy.array([len(history) for history in histories])
    with open(file, "w") as out:
        for first in range(0, len(histories), BLOCK):
            block = long[first : first + BLOCK]
            owner = numpy.repeat(first + numpy.arange(len(block)), block)
            position = numpy.concatenate([numpy.arange(count) for count in block])
            kind = numpy.array(["like", "listen"])[chance.integers(0, 2, len(owner))]
            rows = frame(owner, numpy.concatenate(histories[first : first + BLOCK]), position, kind)
            rows.to_csv(out, index=False, header=first == 0)
        for listener in range(judged):
            fresh = chance.choice(numpy.setdiff1d(songs, histories[listener]), 4, replace=False)
            after = long[listener] + numpy.array([1, 2, 11, 12])
            rows = frame(numpy.full(4, listener), fresh, after, numpy.array(["dislike", "like"] * 2))
            rows.to_csv(out, index=False, header=False)


def frame(owner, song, position, kind):
    """Rows of a log; a listener's event at position p happens p times BETWEEN after the first."""
    return pandas.DataFrame(
        {
            "listener": numpy.char.add("L", owner.astype(str)),
            "song": numpy.char.add("S", song.astype(str)),
            "time": FIRST_TIME + BETWEEN * position,
            "feedback": kind,
        }
    )
