package org.showerforge.data.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A CSV file of numbers, plain or gzip: the first line names the columns, every further line that
 * is not empty is one event, and it is read forwards.
 */
public final class CsvFile implements Closeable {
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Configuration conf;
  private final Path path;
  private final List<String> columns;
  private final Fields fields;
  private InputStream in;
  private Lines lines;
  private Header header;

  private CsvFile(Configuration conf, Path path, List<String> columns, String delimiter)
      throws IOException {
    this.conf = conf;
    this.path = path;
    this.columns = columns;
    this.fields = new Fields(delimiter);
    this.in = TextInput.open(conf, path, 0);
    this.lines = new Lines(in, 0, path.toString());
    try {
      this.header = readHeader();
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Opens a file and reads its first line.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param columns the columns wanted, each once
   * @param delimiter what stands between fields, one character
   */
  public static CsvFile open(Configuration conf, Path path, List<String> columns, String delimiter)
      throws IOException {
    return new CsvFile(conf, path, columns, delimiter);
  }

  private Header readHeader() throws IOException {
    if (!lines.next()) {
      throw new UserException("%s: is empty; its first line must name the columns", path);
    }
    if (isDivisible() && startsWith(GZIP_MAGIC)) {
      throw new UserException("%s: is compressed by gzip; let its name end in .gz", path);
    }
    int skip = startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    fields.begin(lines.bytes(), lines.start() + skip, lines.end());
    return Header.read(lines.bytes(), fields, columns, path.toString());
  }

  private boolean startsWith(byte[] mark) {
    int start = lines.start();
    int length = Math.min(mark.length, lines.end() - start);
    return Arrays.equals(lines.bytes(), start, start + length, mark, 0, mark.length);
  }

  /** Whether reading may begin in the middle. */
  public boolean isDivisible() {
    return !TextInput.isGzip(path);
  }

  /** Goes to the next event; false at the end of the file. */
  public boolean next() throws IOException {
    return lines.next();
  }

  /** The byte at which the event begins. */
  public long offset() {
    return lines.offset();
  }

  /** Begins again with the first event. */
  public void rewind() throws IOException {
    begin(0);
    header = readHeader();
  }

  /** Goes before the event that begins at a byte, in a divisible file. */
  public void seek(long offset) throws IOException {
    begin(offset);
  }

  private void begin(long position) throws IOException {
    in.close();
    in = TextInput.open(conf, path, position);
    lines = new Lines(in, position, path.toString());
  }

  /**
   * Reads the wanted numbers of the event.
   *
   * @return null, or what is wrong with it
   */
  public @Nullable String read(double[] numbers) {
    byte[] bytes = lines.bytes();
    fields.begin(bytes, lines.start(), lines.end());
    int count = 0;
    String fault = isText() ? null : "is not text in UTF-8";
    while (fault == null && fields.next()) {
      int slot = count < header.fields() ? header.slot(count) : -1;
      count++;
      if (slot >= 0 && !Decimal.parse(bytes, fields.from(), fields.to(), numbers, slot)) {
        fault =
            "column %s is not a number: '%s'"
                .formatted(
                    Excerpt.of(columns.get(slot)), Excerpt.of(bytes, fields.from(), fields.to()));
      }
    }
    if (fault == null) {
      fault = fields.fault();
    }
    return fault == null && count != header.fields()
        ? "has %d fields, not %d".formatted(count, header.fields())
        : fault;
  }

  private boolean isText() {
    byte[] bytes = lines.bytes();
    boolean ascii = true;
    for (int i = lines.start(); i < lines.end(); i++) {
      if (bytes[i] == 0) {
        return false;
      }
      ascii &= bytes[i] > 0;
    }
    if (ascii) {
      return true;
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, lines.start(), lines.end() - lines.start()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
