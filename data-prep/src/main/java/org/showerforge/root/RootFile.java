package org.showerforge.root;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A ROOT file open for reading its trees.
 *
 * <pre>{@code
 * try (RootFile file = RootFile.open(HadoopInput.open(fs, path), path.toString())) {
 *   RootTree tree = file.tree("B4");
 *   RootValues energies = tree.branch("Eabs").read(0, tree.entries());
 * }
 * }</pre>
 *
 * <p>Every length and position in the file is checked before it is believed; damage is a {@link
 * UserException} that names the file and the place. Not safe for use by several threads.
 */
public final class RootFile implements Closeable {
  /** From this version of the file format on its header has 64-bit positions. */
  private static final int WIDE_HEADER = 1_000_000;

  private static final int HEAD_BYTES = 57;
  private static final int MAGIC = 'r' << 24 | 'o' << 16 | 'o' << 8 | 't';

  private final SeekableInput input;
  private final Source source;
  private final Map<String, RootKey> trees;
  private final long classesAt;
  private final int classesBytes;
  private @Nullable StreamedClasses classes;

  private RootFile(SeekableInput input, String name) {
    this.input = input;
    this.source = new Source(input, name);
    long length = Math.min(HEAD_BYTES, source.size());
    Cursor head = new Cursor(source.structure(0, length, "the header"), name + ": header");
    if (length < Integer.BYTES || head.int32() != MAGIC) {
      throw new UserException("%s: is not a ROOT file (it does not begin with 'root')", name);
    }
    boolean wide = head.int32() >= WIDE_HEADER;
    int begin = head.int32();
    long end = wide ? head.int64() : head.int32() & 0xffffffffL;
    head.skip(wide ? Long.BYTES : Integer.BYTES); // free segments
    head.skip(2 * Integer.BYTES); // their length and number
    int nameBytes = head.int32();
    head.skip(1 + Integer.BYTES); // width of positions, compression
    this.classesAt = wide ? head.int64() : head.int32() & 0xffffffffL;
    this.classesBytes = head.int32();
    if (end > source.size()) {
      throw source.damaged(
          "it is cut short: " + source.size() + " of " + end + " bytes; fetch or write it again");
    }
    if (begin < 0 || nameBytes < 0) {
      throw source.damaged("its root directory is said to lie at byte " + begin);
    }
    this.trees = Directories.trees(source, (long) begin + nameBytes);
  }

  /**
   * Opens a file and reads its directories. The input is closed with the file, or by the caller if
   * this fails.
   *
   * @param name for error messages
   */
  public static RootFile open(SeekableInput input, String name) {
    return new RootFile(input, name);
  }

  /** The paths of all trees, sorted; a directory's trees are {@code directory/tree}. */
  public List<String> trees() {
    return List.copyOf(trees.keySet());
  }

  /** The newest cycle of a tree, by its path. */
  public RootTree tree(String name) {
    RootKey key = trees.get(name);
    if (key == null) {
      throw new UserException(
          "%s: has no tree '%s'; its trees are: %s",
          source.name(), name, String.join(", ", trees.keySet()));
    }
    byte[] content = key.content(source);
    Cursor in = new Cursor(content, key.where(source));
    RootObject tree = new ObjectReader(in, key.keyBytes(), classes()).object(key.className());
    return new RootTree(source, source.name() + ": tree '" + name + "'", tree);
  }

  private StreamedClasses classes() {
    if (classes == null) {
      byte[] record = source.structure(classesAt, classesBytes, "the class descriptions");
      String where = source.name() + ": class descriptions at byte " + classesAt;
      RootKey key = RootKey.read(new Cursor(record, where));
      if (key.totalBytes() != classesBytes) {
        throw source.damaged("its class descriptions disagree on their length");
      }
      Cursor in = new Cursor(key.unpack(record, where), where);
      classes = StreamedClasses.read(in, key.keyBytes());
    }
    return classes;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
