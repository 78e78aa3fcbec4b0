package org.showerforge.backend.cuda;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends operations to a device, and those of an iteration all at once if it makes the same calls as
 * the one before.
 *
 * <p>The first iteration runs call by call and is written down. In every further one the calls are
 * compared with what was written, and only their words are kept; at its end the device replays the
 * recording with these words. Where a call differs, what was held back runs, and the rest of the
 * iteration is written down anew: the result is the same whether iterations are alike or not.
 */
final class Recorder {
  private final Device device;

  /** Whoever frees the device when nobody holds it any more: it must be held while a call runs. */
  @SuppressWarnings("UnusedVariable")
  private final Object owner;

  private final List<Call> calls = new ArrayList<>();
  private int[] offsets = new int[64];
  private int[] words = new int[1024];
  private int wordCount;
  private int position;
  private boolean inside;
  private boolean comparing;
  private Device.@Nullable Recording recording;
  private long passing;
  private int passingCapacity;
  private long replays;

  Recorder(Device device, Object owner) {
    this.device = device;
    this.owner = owner;
  }

  /** How many iterations were replayed. */
  long replays() {
    return replays;
  }

  /** Runs operations that are likely to be those of the last time. */
  void iteration(Runnable operations) {
    if (inside) {
      throw new IllegalStateException("an iteration inside an iteration");
    }
    inside = true;
    position = 0;
    comparing = !calls.isEmpty();
    boolean finished = false;
    try {
      operations.run();
      if (comparing && position == calls.size()) {
        replay();
      } else {
        settle();
      }
      finished = true;
    } finally {
      inside = false;
      comparing = false;
      if (!finished) {
        forget(0);
      }
      Reference.reachabilityFence(this);
    }
  }

  private void replay() {
    if (recording == null) {
      recording = device.record(calls, Arrays.copyOf(offsets, calls.size()), wordCount);
    }
    recording.replay(words);
    replays++;
  }

  /** Runs an operation, now or at the end of the iteration. */
  void run(Call call, int... values) {
    try {
      take(call, values);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void take(Call call, int... values) {
    if (comparing) {
      if (position < calls.size()
          && calls.get(position).equals(call)
          && wordsAt(position) == values.length) {
        System.arraycopy(values, 0, words, offsets[position], values.length);
        position++;
        return;
      }
      settle();
    }
    if (inside) {
      write(call, values);
    }
    pass(call, values, values.length);
  }

  /** Runs what was held back, before the host looks at the device's memory or changes it. */
  void settle() {
    if (comparing) {
      comparing = false;
      for (int i = 0; i < position; i++) {
        int count = wordsAt(i);
        int[] values = Arrays.copyOfRange(words, offsets[i], offsets[i] + count);
        pass(calls.get(i), values, count);
      }
      forget(position);
    }
  }

  private int wordsAt(int i) {
    int end = i + 1 < calls.size() ? offsets[i + 1] : wordCount;
    return end - offsets[i];
  }

  private void write(Call call, int[] values) {
    if (calls.size() == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
    if (wordCount + values.length > words.length) {
      words = Arrays.copyOf(words, Math.max(2 * words.length, wordCount + values.length));
    }
    offsets[calls.size()] = wordCount;
    System.arraycopy(values, 0, words, wordCount, values.length);
    wordCount += values.length;
    calls.add(call);
  }

  /** Keeps only the first calls. */
  private void forget(int from) {
    if (from < calls.size()) {
      wordCount = offsets[from];
      calls.subList(from, calls.size()).clear();
    }
    if (recording != null) {
      recording.close();
      recording = null;
    }
  }

  private void pass(Call call, int[] values, int count) {
    if (count > passingCapacity) {
      passingCapacity = Math.max(count, 2 * passingCapacity);
      passing = device.allocate((long) passingCapacity * Integer.BYTES);
    }
    if (count > 0) {
      device.upload(values, count, passing);
    }
    device.run(call, passing);
  }
}
