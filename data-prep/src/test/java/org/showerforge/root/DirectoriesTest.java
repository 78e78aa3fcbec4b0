package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** Directories written here, behind a file with the tree tvec, around that tree. */
final class DirectoriesTest {
  private static final String FILE = "stdvector.root";
  private static final int TREE_AT = 5836;
  private static final int TREE_BYTES = 1199;
  private static final int TREE_OBJECT_BYTES = 5365;
  private static final int TREE_KEY_BYTES = 55;
  private static final int END_FIELD = 12;
  private static final int NAME_BYTES_FIELD = 28;
  private static final int BEGIN = 100;

  private final byte[] bytes = BytesInput.fixture(FILE);

  DirectoriesTest() throws IOException {}

  @Test
  void treesOfDirectoriesHaveAPath() throws Exception {
    try (RootFile file = withDirectory(bytes.length + 200, treeKey(1, TREE_AT))) {
      assertThat(file.trees()).containsExactly("sub/tvec");
      assertThat(file.tree("sub/tvec").branch("int").read(1, 2).longs()).containsExactly(10, 11);
    }
  }

  @Test
  void theHighestCycleCounts() throws Exception {
    byte[] old = treeKey(1, 77);
    try (RootFile file = withDirectory(bytes.length + 200, old, treeKey(12, TREE_AT), old)) {
      assertThat(file.tree("sub/tvec").entries()).isEqualTo(10);
    }
  }

  @Test
  void directoriesInCirclesAreRefused() {
    assertThatThrownBy(() -> withDirectory(bytes.length, treeKey(1, TREE_AT)).close())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("also those of another directory");
  }

  @Test
  void otherFilesAreRefused() {
    assertThatThrownBy(() -> RootFile.open(new BytesInput(new byte[] {80, 75, 3, 4}), "a.zip"))
        .isInstanceOf(UserException.class)
        .hasMessage("a.zip: is not a ROOT file (it does not begin with 'root')");
  }

  private static byte[] treeKey(int cycle, int seek) throws IOException {
    return key(TREE_BYTES, TREE_OBJECT_BYTES, TREE_KEY_BYTES, cycle, seek, "TTree", "tvec");
  }

  /** The root's keys, 100 bytes on the directory 'sub', at a place of choice that one's keys. */
  private RootFile withDirectory(int keysAt, byte[]... keys) throws IOException {
    int end = bytes.length;
    ByteBuffer all = ByteBuffer.allocate(end + 1000);
    all.put(bytes);
    byte[] directoryKey = key(100, 30, 42, 1, end + 100, "TDirectory", "sub");
    int rootKeysBytes = keyList(all, end, directoryKey);
    int subKeysBytes = keysAt == end ? rootKeysBytes : keyList(all, keysAt, keys);
    all.position(end + 100 + 42);
    directory(all, subKeysBytes, keysAt);
    all.position(BEGIN + all.getInt(NAME_BYTES_FIELD));
    directory(all, rootKeysBytes, end);
    all.putInt(END_FIELD, all.capacity());
    return RootFile.open(new BytesInput(all.array()), FILE);
  }

  private static int keyList(ByteBuffer all, int at, byte[]... keys) throws IOException {
    int length = 40 + Integer.BYTES;
    for (byte[] key : keys) {
      length += key.length;
    }
    all.position(at);
    all.put(key(length, length - 40, 40, 1, at, "TFile", "a"));
    all.position(at + 40);
    all.putInt(keys.length);
    for (byte[] key : keys) {
      all.put(key);
    }
    return length;
  }

  private static void directory(ByteBuffer all, int keysBytes, int keysAt) {
    all.putShort((short) 5).putLong(0).putInt(keysBytes).putInt(40);
    all.putInt(0).putInt(0).putInt(keysAt);
  }

  private static byte[] key(
      int bytes, int objectBytes, int keyBytes, int cycle, int seek, String className, String name)
      throws IOException {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(key);
    out.writeInt(bytes);
    out.writeShort(4);
    out.writeInt(objectBytes);
    out.writeInt(0);
    out.writeShort(keyBytes);
    out.writeShort(cycle);
    out.writeInt(seek);
    out.writeInt(0);
    for (String text : new String[] {className, name, ""}) {
      out.writeByte(text.length());
      out.writeBytes(text);
    }
    return key.toByteArray();
  }
}
