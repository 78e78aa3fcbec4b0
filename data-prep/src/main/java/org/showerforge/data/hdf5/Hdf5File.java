package org.showerforge.data.hdf5;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.api.Dataset;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.dataset.NoParent;
import io.jhdf.exceptions.HdfException;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;

/**
 * An HDF5 file's top-level datasets.
 *
 * <p>jHDF parses the structures; links are followed here, hard ones in the root group alone, so a
 * file can neither name another file nor lead its reader in circles.
 */
public final class Hdf5File implements AutoCloseable {
  private static final int NAMES_IN_MESSAGE = 20;

  private final Path path;
  private final SeekableByteChannel channel;
  private final BoundedStorage storage;
  private final Map<String, Long> addresses;

  private Hdf5File(Path path, SeekableByteChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    Superblock superblock = guard(path, "header", () -> superblock(path, channel));
    checkEnd(path, superblock, channel.size());
    this.storage = new BoundedStorage(channel, superblock);
    this.addresses = guard(path, "root group", () -> links(storage, superblock));
  }

  /**
   * Opens a file.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param path the file
   */
  public static Hdf5File open(Configuration conf, Path path) throws IOException {
    SeekableByteChannel channel = Channels.open(conf, path);
    try {
      return new Hdf5File(path, channel);
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A dataset of the root group, of 32- or 64-bit floating-point numbers. */
  public Hdf5Dataset dataset(String name) {
    Long address = addresses.get(name);
    if (address == null) {
      throw new UserException("%s: has no dataset '%s'; it has %s", path, name, someNames());
    }
    return guard(
        path,
        "dataset '" + name + "'",
        () -> {
          ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
          if (!header.hasMessageOfType(DataSpaceMessage.class)) {
            throw new UserException("%s: '%s' is a group or a type, not a dataset", path, name);
          }
          Dataset dataset = DatasetLoader.createDataset(storage, header, name, NoParent.INSTANCE);
          return new Hdf5Dataset(path, name, storage, dataset);
        });
  }

  // A hostile file may have a million names, and line breaks in them.
  private String someNames() {
    String end = addresses.size() > NAMES_IN_MESSAGE ? ", ...]" : "]";
    return addresses.keySet().stream()
        .limit(NAMES_IN_MESSAGE)
        .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
        .collect(Collectors.joining(", ", "[", end));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Runs jHDF on the file's bytes and turns whatever it trips over into one line. */
  static <T> T guard(Path path, String part, Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException | StackOverflowError e) {
      Throwable deepest = e;
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof UserException user) {
          throw user;
        }
        if (t instanceof UncheckedIOException io) {
          throw io;
        }
        deepest = t;
      }
      String why =
          deepest.getMessage() == null
              ? deepest.getClass().getSimpleName()
              : deepest.getMessage().replaceAll("\\s+", " ");
      throw new UserException(
          "%s: %s: damaged, or HDF5 of a kind that is not supported (%s); copy or repack the file"
              + " (h5repack), or leave it out",
          path, part, why);
    }
  }

  private static Superblock superblock(Path path, SeekableByteChannel raw) {
    FileChannel file = new FileChannelFromSeekableByteChannel(raw);
    try {
      long size = raw.size();
      for (long offset = 0; offset + 8 < size; offset = offset == 0 ? 512 : offset * 2) {
        if (isSignature(raw, offset)) {
          Superblock superblock = Superblock.readSuperblock(file, offset);
          int offsets = superblock.getSizeOfOffsets();
          int lengths = superblock.getSizeOfLengths();
          if (superblock.getBaseAddressByte() != offset || offsets > 8 || lengths > 8) {
            throw new HdfException("its first block contradicts itself");
          }
          return superblock;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new UserException("%s: is not an HDF5 file; leave it out, or name its own format", path);
  }

  private static boolean isSignature(SeekableByteChannel raw, long offset) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(8);
    Channels.readFully(raw, offset, first);
    return first.getLong(0) == 0x894844460d0a1a0aL;
  }

  private static void checkEnd(Path path, Superblock superblock, long size) {
    long end = superblock.getEndOfFileAddress();
    if (end > size || end < 0) {
      throw new UserException(
          "%s: is cut short: it has %d bytes and says that it should have %d; copy it again",
          path, size, end);
    }
  }

  private static Map<String, Long> links(BoundedStorage storage, Superblock superblock) {
    if (superblock instanceof SuperblockV0V1 old) {
      long table = old.getRootGroupSymbolTableAddress() - old.getBaseAddressByte();
      return links(storage, new SymbolTableEntry(storage, table).getObjectHeaderAddress());
    }
    if (superblock instanceof SuperblockV2V3 recent) {
      return links(storage, recent.getRootGroupObjectHeaderAddress());
    }
    throw new HdfException("superblock version " + superblock.getVersionOfSuperblock());
  }

  private static Map<String, Long> links(BoundedStorage storage, long rootAddress) {
    ObjectHeader root = ObjectHeader.readObjectHeader(storage, rootAddress);
    Map<String, Long> links = new TreeMap<>();
    if (root.hasMessageOfType(SymbolTableMessage.class)) {
      SymbolTableMessage table = root.getMessageOfType(SymbolTableMessage.class);
      ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
      for (long node :
          BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
        for (SymbolTableEntry entry :
            new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
          // Cache type 2 is a symbolic link.
          if (entry.getCacheType() != 2) {
            links.put(name(names, entry.getLinkNameOffset()), entry.getObjectHeaderAddress());
          }
        }
      }
      return links;
    }
    LinkInfoMessage info = root.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      root.getMessagesOfType(LinkMessage.class).forEach(link -> add(links, link));
      return links;
    }
    BTreeV2<LinkNameForIndexedGroupRecord> index =
        new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    for (LinkNameForIndexedGroupRecord entry : index.getRecords()) {
      add(links, LinkMessage.fromBuffer(heap.getId(entry.getId()), storage.getSuperblock()));
    }
    return links;
  }

  private static void add(Map<String, Long> links, LinkMessage link) {
    if (link.getLinkType() == LinkMessage.LinkType.HARD) {
      links.put(link.getLinkName(), link.getHardLinkAddress());
    }
  }

  private static String name(ByteBuffer names, int offset) {
    int end = offset;
    while (names.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - offset];
    names.get(offset, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
