package org.showerforge.backend.cuda;

import java.util.List;

/**
 * What a GPU does for {@link CublasBackend}: one after the other, on addresses of its own memory.
 * Nothing waits for the device but {@link #endDownload}.
 */
interface Device extends AutoCloseable {
  /** Memory, filled with zeros. It stays until the device is closed. */
  long allocate(long bytes);

  /** Copies numbers in; the array is free again afterwards. */
  void upload(float[] values, long address);

  /** Copies the first words in; the array is free again afterwards. */
  void upload(int[] words, int count, long address);

  /** Downloads that may be begun before the first is ended. */
  int DOWNLOADS = 2;

  /**
   * Begins to copy numbers out, once everything before is done.
   *
   * @return which download it is, for {@link #endDownload}
   */
  int beginDownload(long address, int count);

  /** Waits for a download. */
  void endDownload(int download, float[] values);

  /** Copies numbers out, once everything before is done. */
  default void download(long address, float[] values) {
    endDownload(beginDownload(address, values.length), values);
  }

  /**
   * Runs one operation.
   *
   * @param words where its words are; not read by an operation that has none
   */
  void run(Call call, long words);

  /**
   * Makes one operation of many; runs nothing.
   *
   * @param offsets of each call's words in the words of all
   * @param words how many there are in all
   */
  Recording record(List<Call> calls, int[] offsets, int words);

  /** What it is, for people. */
  String name();

  /** Frees everything that was allocated and recorded. */
  @Override
  void close();

  /** Many operations in one. */
  interface Recording extends AutoCloseable {
    /** Runs them with these words; the array is free again afterwards. */
    void replay(int[] words);

    @Override
    void close();
  }
}
