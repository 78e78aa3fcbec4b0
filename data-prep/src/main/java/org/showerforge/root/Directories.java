package org.showerforge.root;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Walks a file's directories for its trees.
 *
 * <p>A directory's record points to a record with its keys; of keys of one name the highest cycle
 * is the newest. A directory met twice is damage.
 */
final class Directories {
  private static final Set<String> DIRECTORY_CLASSES = Set.of("TDirectory", "TDirectoryFile");
  private static final Set<String> TREE_CLASSES = Set.of("TTree", "TNtuple", "TNtupleD");
  private static final int MAX_DEPTH = 64;

  /** Version, two dates, two lengths and three positions. */
  private static final int MAX_HEAD_BYTES = 42;

  private final Source source;
  private final Set<Long> seen = new HashSet<>();
  private final Map<String, RootKey> trees = new TreeMap<>();

  private Directories(Source source) {
    this.source = source;
  }

  /** The newest cycle of each tree by its path. */
  static Map<String, RootKey> trees(Source source, long rootPosition) {
    Directories directories = new Directories(source);
    directories.walk(rootPosition, "", 0);
    return directories.trees;
  }

  private void walk(long position, String path, int depth) {
    String what = path.isEmpty() ? "the root directory" : "directory '" + path + "'";
    if (depth > MAX_DEPTH) {
      throw source.damaged("directories are nested deeper than " + MAX_DEPTH + " at " + what);
    }
    long length = Math.max(0, Math.min(MAX_HEAD_BYTES, source.size() - position));
    String where = source.name() + ": " + what + " at byte " + position;
    Cursor head = new Cursor(source.structure(position, length, what), where);
    int version = head.uint16();
    head.skip(8); // dates
    int keysBytes = head.int32();
    head.int32(); // length of the name before this record
    boolean wide = version > RootKey.WIDE_POSITIONS;
    head.skip(wide ? 2 * Long.BYTES : 2 * Integer.BYTES); // own position, that of the parent
    long keysAt = wide ? head.int64() : head.int32() & 0xffffffffL;
    if (keysAt == 0 || keysBytes == 0) {
      if (depth == 0) {
        throw source.damaged("it was not closed by its writer and has no list of keys");
      }
      return;
    }
    if (!seen.add(keysAt)) {
      throw source.damaged("the keys of " + what + " are also those of another directory");
    }
    String keysWhere = source.name() + ": keys of " + what + " at byte " + keysAt;
    Cursor in = new Cursor(source.structure(keysAt, keysBytes, "the keys of " + what), keysWhere);
    RootKey list = RootKey.read(in);
    in.seek(list.keyBytes());
    int n = in.count("keys", RootKey.LEAST_BYTES);
    Map<String, RootKey> newest = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      RootKey key = RootKey.entry(in);
      newest.merge(key.name(), key, (one, other) -> one.cycle() >= other.cycle() ? one : other);
    }
    for (RootKey key : newest.values()) {
      String name = path.isEmpty() ? key.name() : path + "/" + key.name();
      if (DIRECTORY_CLASSES.contains(key.className())) {
        walk(key.seek() + key.keyBytes(), name, depth + 1);
      } else if (TREE_CLASSES.contains(key.className())) {
        trees.put(name, key);
      }
    }
  }
}
