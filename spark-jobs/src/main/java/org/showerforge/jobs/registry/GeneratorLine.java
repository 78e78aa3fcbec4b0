package org.showerforge.jobs.registry;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.jobs.registry.HistoryEntry.Action;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;

/**
 * The versions of one generator, which of them is current, and how that came about.
 *
 * <p>Every change is an entry of the history, written in one step; then {@code current.json} is
 * replaced. Whoever was killed in between has made the change: the next one to take the {@link
 * #lease} brings {@code current.json} up to date, and until then readers have the version before.
 */
public final class GeneratorLine {
  private static final Pattern VERSION = Pattern.compile("v0*([1-9]\\d{0,5})");
  private static final Pattern ENTRY = Pattern.compile("(\\d{6})\\.json");
  private static final String HISTORY = "history";
  private static final String CURRENT = "current.json";
  private static final String GENERATOR = "generator";
  private static final String EVALUATION = "evaluation";

  private final Configuration conf;
  private final Path folder;
  private final LineName name;

  GeneratorLine(Configuration conf, Path folder, LineName name) {
    this.conf = conf;
    this.folder = folder;
    this.name = name;
  }

  /** The content of {@code current.json}: the current version, and the entry that made it so. */
  private record Current(int formatVersion, int version, int entry) {
    static final int FORMAT_VERSION = 1;

    Current {
      if (formatVersion != FORMAT_VERSION) {
        throw new UserException("is of format %d, need %d", formatVersion, FORMAT_VERSION);
      }
    }
  }

  /** What it is for. */
  public LineName name() {
    return name;
  }

  /** The right to change the line; what a killed holder has begun is completed. */
  public Lease lease() throws IOException {
    Lease lease = Lease.take(conf, folder.toString());
    try {
      List<Integer> entries = entries();
      if (!entries.isEmpty()) {
        HistoryEntry last = entry(entries.get(entries.size() - 1));
        Current found = readCurrent();
        if (found == null || found.entry != last.number()) {
          writeCurrent(last);
        }
      }
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** The versions whose files are there. */
  public List<Integer> versions() throws IOException {
    return numbers(folder, VERSION);
  }

  private List<Integer> numbers(Path in, Pattern pattern) throws IOException {
    FileStatus[] found;
    try {
      found = in.getFileSystem(conf).listStatus(in);
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return Arrays.stream(found)
        .map(status -> pattern.matcher(status.getPath().getName()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted()
        .toList();
  }

  /** All that has happened, in its order. */
  public List<HistoryEntry> history() throws IOException {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int number : entries()) {
      entries.add(entry(number));
    }
    return entries;
  }

  private List<Integer> entries() throws IOException {
    return numbers(new Path(folder, HISTORY), ENTRY);
  }

  private HistoryEntry entry(int number) throws IOException {
    return read(file(number), HistoryEntry.class);
  }

  private Path file(int entry) {
    return new Path(new Path(folder, HISTORY), "%06d.json".formatted(entry));
  }

  /** The version that was current before a current one became it; 0 for none. */
  private int before(int current) throws IOException {
    List<Integer> numbers = entries();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      HistoryEntry entry = entry(numbers.get(i));
      if (entry.current() == current && entry.previous() != current) {
        return entry.previous();
      }
    }
    return 0;
  }

  private <T> T read(Path file, Class<T> type) throws IOException {
    byte[] bytes = StagedOutput.read(conf, file);
    return Json.read(new ByteArrayInputStream(bytes), type, file.toString());
  }

  /** The current version, if there is one. */
  public OptionalInt current() throws IOException {
    Current found = readCurrent();
    return found == null || found.version == 0
        ? OptionalInt.empty()
        : OptionalInt.of(found.version);
  }

  private @Nullable Current readCurrent() throws IOException {
    try {
      return read(new Path(folder, CURRENT), Current.class);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  int requireCurrent() throws IOException {
    return current()
        .orElseThrow(
            () -> new UserException("%s: %s has no current version; promote one", folder, name));
  }

  private void writeCurrent(HistoryEntry entry) throws IOException {
    AtomicFile.write(
        conf,
        new Path(folder, CURRENT),
        Json.write(new Current(Current.FORMAT_VERSION, entry.current(), entry.number())));
  }

  Path folder(int version) {
    return new Path(folder, "v%04d".formatted(version));
  }

  /** The folder of a version's generator. */
  public Path generator(int version) {
    return new Path(folder(version), GENERATOR);
  }

  /**
   * Adds a generator as the next version; nobody uses it yet.
   *
   * @param lease held by the caller
   * @param generator its folder; it is checked before it is copied
   * @param evaluation the folder of its evaluation, or null
   * @param key the file of the private key that signs it; null: it is not signed
   * @return its number, which no other version ever had
   */
  public int add(
      Lease lease,
      String generator,
      @Nullable String evaluation,
      @Nullable String key,
      Grounds grounds)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    take(generator, GENERATOR, files, GeneratorArtifact.CARD, GeneratorArtifact.WEIGHTS);
    if (evaluation != null) {
      take(evaluation, EVALUATION, files, "metrics.json", "report.html");
    }
    GeneratorArtifact.load(
        file -> new ByteArrayInputStream(files.getOrDefault(GENERATOR + "/" + file, new byte[0])),
        generator);
    // The newest is never pruned, so no number is used again.
    int version = 1 + versions().stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<String, VersionCard.FileHash> hashes = new TreeMap<>();
    files.forEach(
        (file, bytes) ->
            hashes.put(file, new VersionCard.FileHash(bytes.length, Hashes.sha256(bytes))));
    VersionCard card =
        new VersionCard(
            VersionCard.KIND,
            VersionCard.FORMAT_VERSION,
            Version.current(),
            Instant.now().toString(),
            name,
            version,
            generator,
            hashes,
            null);
    folder.getFileSystem(conf).mkdirs(folder);
    StagedOutput.sweep(conf, folder(version).toString());
    try (StagedOutput output = StagedOutput.create(conf, folder(version).toString())) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        output.write(file.getKey(), file.getValue());
      }
      lease.check();
      output.commit(
          key == null
              ? card
              : card.withSignature(Signatures.sign(Signatures.privateKey(key), card.signed())));
    }
    append(lease, Action.ADDED, version, current().orElse(0), grounds);
    return version;
  }

  private void take(String from, String to, Map<String, byte[]> files, String... names)
      throws IOException {
    for (String file : names) {
      try {
        files.put(to + "/" + file, StagedOutput.read(conf, new Path(from, file)));
      } catch (FileNotFoundException e) {
        throw new UserException("%s: no %s in it; is the path right?", from, file);
      }
    }
  }

  /** Makes a version current; one whose files are not what its card says is refused. */
  public void promote(Lease lease, int version, Grounds grounds) throws IOException {
    require(version, "");
    append(lease, Action.PROMOTED, version, version, grounds);
  }

  /** Notes that a version was judged and does not become current. */
  public void reject(Lease lease, int version, Grounds grounds) throws IOException {
    append(lease, Action.REJECTED, version, current().orElse(0), grounds);
  }

  /**
   * Makes an older version current again: that which was before the current one was promoted.
   *
   * @return its number
   */
  public int rollBack(Lease lease, Grounds grounds) throws IOException {
    int now = requireCurrent();
    int before = before(now);
    if (before == 0) {
      throw new UserException("%s: there was no version before v%d", name, now);
    }
    require(before, "");
    append(lease, Action.ROLLED_BACK, before, before, grounds);
    return before;
  }

  /**
   * Deletes the files of old versions.
   *
   * @param keep how many of the newest stay, besides the current one and the one before
   * @return the versions deleted
   */
  public List<Integer> prune(Lease lease, int keep) throws IOException {
    List<Integer> all = versions();
    int now = current().orElse(0);
    int before = before(now);
    List<Integer> pruned = new ArrayList<>();
    for (int version : all.subList(0, Math.max(0, all.size() - keep))) {
      if (version != now && version != before) {
        append(lease, Action.PRUNED, version, now, Grounds.of(null));
        folder.getFileSystem(conf).delete(folder(version), true);
        pruned.add(version);
      }
    }
    return pruned;
  }

  private void append(Lease lease, Action action, int version, int current, Grounds grounds)
      throws IOException {
    List<Integer> numbers = entries();
    int number = numbers.isEmpty() ? 1 : 1 + numbers.get(numbers.size() - 1);
    HistoryEntry entry =
        new HistoryEntry(
            HistoryEntry.FORMAT_VERSION,
            number,
            Instant.now().toString(),
            Version.current(),
            action,
            version,
            current,
            current().orElse(0),
            grounds.data(),
            grounds.figures(),
            grounds.previousFigures(),
            grounds.reasons());
    lease.check();
    AtomicFile.write(conf, file(number), Json.write(entry));
    writeCurrent(entry);
  }

  /** The card of a version. */
  public VersionCard card(int version) throws IOException {
    try {
      return read(new Path(folder(version), StagedOutput.CARD), VersionCard.class);
    } catch (FileNotFoundException e) {
      throw new UserException("%s: has no version v%d; it has %s", name, version, versions());
    }
  }

  /**
   * Refuses a version whose files are not what its card says.
   *
   * @param trustedKey the file of the public key that must have signed it; empty: nobody need have
   */
  public void require(int version, String trustedKey) throws IOException {
    VersionCard card = card(version);
    if (!card.line().equals(name) || card.version() != version) {
      throw new UserException(
          "%s: is the card of %s v%d; the version was moved or altered",
          folder(version), card.line(), card.version());
    }
    if (!trustedKey.isEmpty()) {
      PublicKey key = Signatures.publicKey(trustedKey);
      String signature = card.signature();
      if (signature == null) {
        throw new UserException("%s v%d: is not signed, and trustedKey is set", name, version);
      }
      if (!Signatures.verify(key, card.signed(), signature)) {
        throw new UserException(
            "%s v%d: its signature is not of %s; it was altered, or another key signed it",
            name, version, trustedKey);
      }
    }
    for (Map.Entry<String, VersionCard.FileHash> file : card.files().entrySet()) {
      requireUnaltered(new Path(folder(version), file.getKey()), file.getValue());
    }
  }

  private void requireUnaltered(Path file, VersionCard.FileHash expected) throws IOException {
    FileSystem fs = file.getFileSystem(conf);
    byte[] bytes;
    try {
      if (fs.getFileStatus(file).getLen() != expected.bytes()) {
        throw new UserException(
            "%s: has %d bytes, its card says %d; restore it or roll back",
            file, fs.getFileStatus(file).getLen(), expected.bytes());
      }
      bytes = StagedOutput.read(conf, file);
    } catch (FileNotFoundException e) {
      throw new UserException("%s: is not there; restore it or roll back", file);
    }
    if (!Hashes.sha256(bytes).equals(expected.sha256())) {
      throw new UserException(
          "%s: SHA-256 is not the one in the version's card; restore it or roll back", file);
    }
  }
}
