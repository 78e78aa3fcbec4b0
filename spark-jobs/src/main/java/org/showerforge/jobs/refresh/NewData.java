package org.showerforge.jobs.refresh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.data.prepare.StoredStatistics;
import org.showerforge.data.statistics.Drift;
import org.showerforge.data.statistics.EventStatistics;

/**
 * What came to the data set since the last run, and whether it is worth another one.
 *
 * <p>A run keeps the statistics of what it saw; without those, the statistics of today are of the
 * events that came after it, and {@link Drift} compares the two.
 */
public final class NewData {
  private static final String STATISTICS = "statistics.bin";

  private final Configuration conf;
  private final String data;
  private final PreparedCard card;
  private final @Nullable Path lastRun;
  private final @Nullable Start last;

  /**
   * The data set of today beside that of the last run.
   *
   * @param data the data set's folder
   * @param card its card
   * @param lastRun the folder of the last run; null without one
   * @param last what that began with
   */
  public NewData(
      Configuration conf,
      String data,
      PreparedCard card,
      @Nullable Path lastRun,
      @Nullable Start last) {
    this.conf = conf;
    this.data = data;
    this.card = card;
    this.lastRun = lastRun;
    this.last = last;
  }

  /** The events of today. */
  public Outcome.Events events() {
    PreparedCard.Counts counts = card.counts();
    long training = counts.bySplit().getOrDefault(Split.TRAIN.label(), 0L);
    long before = last == null || madeAnew() ? 0 : last.events().training();
    return new Outcome.Events(
        counts.in(), counts.out(), counts.cut(), counts.rejected(), training, training - before);
  }

  private static String sha256(List<PreparedCard.Source> sources) {
    return Hashes.sha256(Json.write(sources.stream().map(PreparedCard.Source::sha256).toList()));
  }

  /** Whether the data set is not the last run's with files added. */
  private boolean madeAnew() {
    Start before = last;
    return before != null
        && (before.sources() > card.sources().size()
            || !before.sourcesSha256().equals(sha256(card.sources().subList(0, before.sources()))));
  }

  /**
   * Whether there is to be a run.
   *
   * @param reason why, or why not, in words
   */
  public record Verdict(boolean run, String reason) {}

  /**
   * Says whether a run is worth it.
   *
   * @param incumbent the current version; 0 for none
   */
  public Verdict verdict(RefreshConfig config, int incumbent) throws IOException {
    long fresh = events().fresh();
    String counted =
        String.format(
            Locale.ROOT, "%,d new training events, %,d are asked for", fresh, config.newEvents());
    Start before = last;
    if (before == null) {
      return new Verdict(true, incumbent == 0 ? "there is no generator yet" : "the first run");
    }
    if (madeAnew()) {
      return new Verdict(true, "the data set was made anew");
    }
    if (fresh >= config.newEvents()) {
      return new Verdict(true, counted);
    }
    if (!before.settingsSha256().equals(settings(config))) {
      return new Verdict(true, "another training or gate is asked for than in the last run");
    }
    if (config.drift() && fresh > 0) {
      EventStatistics then = statisticsOfLastRun();
      EventStatistics now = StoredStatistics.read(conf, data, card);
      if (then != null && now.events() > then.events()) {
        Drift drift = Drift.of(then, now.without(then));
        return new Verdict(drift.drifted(), counted + "; " + drift.verdict());
      }
    }
    return new Verdict(false, counted);
  }

  private @Nullable EventStatistics statisticsOfLastRun() throws IOException {
    if (lastRun == null) {
      return null;
    }
    Path file = new Path(lastRun, STATISTICS);
    try {
      byte[] bytes = StagedOutput.read(conf, file);
      return EventStatistics.read(
          new DataInputStream(new ByteArrayInputStream(bytes)), card.detector(), file.toString());
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static String settings(RefreshConfig config) {
    return Hashes.sha256(
        Json.write(
            Map.of("train", config.train(), "start", config.start(), "gate", config.gate())));
  }

  /** What a run on these data begins with; keeps their statistics in its folder. */
  public Start begin(Path run, RefreshConfig config, String began, int incumbent, String reason)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StoredStatistics.read(conf, data, card).write(new DataOutputStream(bytes));
    AtomicFile.write(conf, new Path(run, STATISTICS), bytes.toByteArray());
    return new Start(
        began,
        events(),
        card.sources().size(),
        sha256(card.sources()),
        card.contentSha256(),
        settings(config),
        incumbent,
        reason);
  }
}
