package org.showerforge.jobs.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.NumberedFiles;
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
  private static final Pattern ENTRY = Pattern.compile("(\\d{6})\\.json");
  private static final String HISTORY = "history";
  private static final String CURRENT = "current.json";

  private final Configuration conf;
  private final Path folder;
  private final LineName name;
  private final VersionFiles files;

  GeneratorLine(Configuration conf, Path folder, LineName name) {
    this.conf = conf;
    this.folder = folder;
    this.name = name;
    this.files = new VersionFiles(conf, folder, name);
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
      HistoryEntry last = last();
      if (last != null && !isCurrent(last)) {
        writeCurrent(last);
      }
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Whether current.json is of an entry; a damaged one is of none. */
  private boolean isCurrent(HistoryEntry entry) throws IOException {
    try {
      Current found = readCurrent();
      return found != null && found.entry == entry.number();
    } catch (UserException e) {
      return false;
    }
  }

  /** The versions whose files are there. */
  public List<Integer> versions() throws IOException {
    return files.all();
  }

  /** All that has happened, in its order. */
  public List<HistoryEntry> history() throws IOException {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int number : entries()) {
      entries.add(entry(number));
    }
    return entries;
  }

  /** What happened last; null if nothing has. */
  public @Nullable HistoryEntry last() throws IOException {
    List<Integer> entries = entries();
    return entries.isEmpty() ? null : entry(entries.get(entries.size() - 1));
  }

  private List<Integer> entries() throws IOException {
    return NumberedFiles.list(conf, new Path(folder, HISTORY), ENTRY);
  }

  private HistoryEntry entry(int number) throws IOException {
    return AtomicFile.readJson(conf, file(number), HistoryEntry.class);
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

  /** The current version, if there is one. */
  public OptionalInt current() throws IOException {
    Current found;
    try {
      found = readCurrent();
    } catch (UserException e) {
      throw new UserException(
          "%s; it is damaged, promote or roll back to write it anew", e.getMessage());
    }
    return found == null || found.version == 0
        ? OptionalInt.empty()
        : OptionalInt.of(found.version);
  }

  private @Nullable Current readCurrent() throws IOException {
    try {
      return AtomicFile.readJson(conf, new Path(folder, CURRENT), Current.class);
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

  /** The folder of a version's generator. */
  public Path generator(int version) {
    return files.generator(version);
  }

  /** The folder of a version's evaluation; it need not exist. */
  public Path evaluation(int version) {
    return files.evaluation(version);
  }

  /** The folder of the checkpoint that a version's training ended with; it need not exist. */
  public Path training(int version) {
    return files.training(version);
  }

  /** The version that is a copy of a generator, if there is one. */
  public OptionalInt copyOf(String generator) throws IOException {
    List<Integer> all = versions();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (files.isCopyOf(all.get(i), generator)) {
        return OptionalInt.of(all.get(i));
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Adds a candidate as the next version; nobody uses it yet. The generator is checked before it is
   * copied.
   *
   * @param lease held by the caller
   * @param key the file of the private key that signs it; null: it is not signed
   * @return its number, which no other version ever had
   */
  public int add(Lease lease, Candidate candidate, @Nullable String key, Grounds grounds)
      throws IOException {
    // The newest is never pruned, so no number is used again.
    int version = 1 + versions().stream().mapToInt(Integer::intValue).max().orElse(0);
    files.write(lease, version, candidate, key);
    append(lease, Action.ADDED, version, current().orElse(0), grounds);
    return version;
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
        files.delete(version);
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
    return files.card(version);
  }

  /**
   * Refuses a version whose files are not what its card says.
   *
   * @param trustedKey the file of the public key that must have signed it; empty: nobody need have
   */
  public void require(int version, String trustedKey) throws IOException {
    files.require(version, trustedKey);
  }
}
