package org.showerforge.data.parquet;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** A column of a row group, read row by row. */
public final class ParquetColumn {
  /** What {@link #next} returns for a row with a missing number, or a missing list. */
  public static final long MISSING = -1;

  private static final double[] NO_NUMBERS = {};

  private final Schema.Leaf leaf;
  private final String where;
  private final PageStream pages;
  private final PageMemory memory;
  private long rowsLeft;
  private long valuesLeft;
  private double[] dictionary = NO_NUMBERS;
  private boolean isBegun;
  private long held;

  /** Values of the current page that are still to come. */
  private int pageLeft;

  private @Nullable RunReader repetitions;
  private @Nullable RunReader definitions;
  private @Nullable Values values;

  /** The repetition level of the next value, or negative if it was not read yet. */
  private int ahead = -1;

  ParquetColumn(
      Schema.Leaf leaf, Chunk chunk, long rows, PageStream pages, PageMemory memory, String where) {
    this.leaf = leaf;
    this.where = where;
    this.pages = pages;
    this.memory = memory;
    this.rowsLeft = rows;
    this.valuesLeft = chunk.values();
  }

  /**
   * Reads a row.
   *
   * @param target takes the row's numbers from {@code offset} on, at most {@code width} of them
   * @return how many numbers the row has, or {@link #MISSING}
   */
  public long next(double[] target, int offset, int width) throws IOException {
    try {
      return row(target, offset, width);
    } catch (DamagedException e) {
      throw new UserException("%s: %s", where, e.getMessage());
    }
  }

  /** Passes over rows; whole pages unread, where rows cannot span them. */
  void skip(long rows) throws IOException {
    try {
      long left = rows;
      while (left > 0) {
        if (leaf.maxRepetition() == 0 && pageLeft == 0) {
          PageHeader header = dataHeader();
          if (header.values() <= left) {
            pages.skip(header);
            countPage(header);
            pageLeft = 0;
            left -= header.values();
            rowsLeft -= header.values();
            valuesLeft -= header.values();
            continue;
          }
          begin(header);
        }
        row(NO_NUMBERS, 0, 0);
        left--;
      }
    } catch (DamagedException e) {
      throw new UserException("%s: %s", where, e.getMessage());
    }
  }

  private long row(double[] target, int offset, int width) throws IOException, DamagedException {
    if (rowsLeft <= 0 || valuesLeft <= 0 || repetition() != 0) {
      throw new DamagedException("its lists do not fit its rows");
    }
    long count = 0;
    boolean missing = false;
    do {
      ahead = -1;
      valuesLeft--;
      pageLeft--;
      int level = definitions == null ? leaf.maxDefinition() : definitions.next();
      if (level == leaf.maxDefinition()) {
        double value = Objects.requireNonNull(values).next();
        if (count < width) {
          target[offset + (int) count] = value;
        }
        count++;
      } else {
        // One level below that of an element is the list itself, with nothing in it.
        missing |= leaf.maxRepetition() == 0 || level != leaf.listDefinition() - 1;
      }
    } while (leaf.maxRepetition() > 0 && valuesLeft > 0 && repetition() != 0);
    rowsLeft--;
    if (rowsLeft == 0 && valuesLeft != 0) {
      throw new DamagedException("it has " + valuesLeft + " values more than its rows");
    }
    return missing ? MISSING : count;
  }

  /** The repetition level of the next value. */
  private int repetition() throws IOException, DamagedException {
    while (pageLeft == 0) {
      begin(dataHeader());
    }
    if (ahead < 0) {
      ahead = repetitions == null ? 0 : repetitions.next();
    }
    return ahead;
  }

  private PageHeader dataHeader() throws IOException, DamagedException {
    release();
    PageHeader header = pages.header();
    if (header.isDictionary()) {
      readDictionary(header);
      header = pages.header();
    }
    if (header.isDictionary()) {
      throw new DamagedException("it has two dictionaries");
    }
    isBegun = true;
    return header;
  }

  private void readDictionary(PageHeader header) throws IOException, DamagedException {
    if (isBegun || leaf.type().bytes() == 0) {
      throw new DamagedException("a dictionary where none can be");
    }
    byte[] page = pages.page(header);
    boolean isPlain =
        header.encoding() == Values.PLAIN || header.encoding() == Values.PLAIN_DICTIONARY;
    if (!isPlain || header.values() != page.length / leaf.type().bytes()) {
      throw new DamagedException(
          "a dictionary of %d numbers in %d bytes".formatted(header.values(), page.length));
    }
    memory.take((long) Double.BYTES * header.values());
    dictionary = new double[header.values()];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = leaf.type().plain(page, i * leaf.type().bytes());
    }
    memory.give(page.length);
  }

  private void countPage(PageHeader header) throws DamagedException {
    if (header.values() > valuesLeft) {
      throw new DamagedException("its pages have more values than the column");
    }
  }

  private void release() {
    memory.give(held);
    held = 0;
    values = null;
  }

  private void begin(PageHeader header) throws IOException, DamagedException {
    countPage(header);
    byte[] page = pages.page(header);
    held = page.length;
    pageLeft = header.values();
    int at = header.isVersion2() ? levels2(header, page) : levels1(header, page);
    values = Values.of(header.encoding(), leaf.type(), page, at, dictionary);
  }

  private int levels2(PageHeader header, byte[] page) throws DamagedException {
    int middle = header.repetitionBytes();
    int end = middle + header.definitionBytes();
    repetitions = levels(leaf.maxRepetition(), page, 0, middle);
    definitions = levels(leaf.maxDefinition(), page, middle, end);
    return end;
  }

  private int levels1(PageHeader header, byte[] page) throws DamagedException {
    if (!header.hasLevelsInRuns(leaf)) {
      throw new DamagedException("levels packed by bits, of before 2014, are not read");
    }
    int at = 0;
    repetitions = null;
    definitions = null;
    if (leaf.maxRepetition() > 0) {
      int end = levelsEnd(page, at);
      repetitions = levels(leaf.maxRepetition(), page, at + Integer.BYTES, end);
      at = end;
    }
    if (leaf.maxDefinition() > 0) {
      int end = levelsEnd(page, at);
      definitions = levels(leaf.maxDefinition(), page, at + Integer.BYTES, end);
      at = end;
    }
    return at;
  }

  /** Levels of a page of the first version begin with their length. */
  private static int levelsEnd(byte[] page, int at) throws DamagedException {
    long length = Bits.read(page, (long) at << 3, Integer.SIZE, page.length);
    if (length > page.length - at - Integer.BYTES) {
      throw new DamagedException("levels of " + length + " bytes in a page of " + page.length);
    }
    return at + Integer.BYTES + (int) length;
  }

  private static @Nullable RunReader levels(int most, byte[] page, int from, int to)
      throws DamagedException {
    return most == 0 ? null : new RunReader(page, from, to, RunReader.widthOf(most), most);
  }
}
