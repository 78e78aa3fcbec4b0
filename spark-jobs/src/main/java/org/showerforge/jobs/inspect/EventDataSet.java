package org.showerforge.jobs.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.UserException;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.OutputCard;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.generate.ShowersCard;

/**
 * A data set of events as its card describes it, prepared or generated.
 *
 * @param folder where it lies
 * @param detector its detector
 * @param files its Parquet files that are looked at, sorted
 * @param events how many events the card says they hold
 * @param counted the card of a prepared data set that is looked at whole: its statistics are stored
 */
public record EventDataSet(
    String folder,
    DetectorSpec detector,
    List<String> files,
    long events,
    Optional<PreparedCard> counted) {
  /** Copies the list. */
  public EventDataSet {
    files = List.copyOf(files);
  }

  /**
   * Reads the card and lists the files.
   *
   * @param split one split of a prepared data set; all events if there is none
   */
  public static EventDataSet open(Configuration conf, String folder, Optional<Split> split)
      throws IOException {
    String kind = OutputCard.tree(conf, folder).path("kind").asText();
    if (kind.equals(PreparedCard.KIND)) {
      PreparedCard card = PreparedCard.read(conf, folder);
      if (split.isEmpty()) {
        return new EventDataSet(
            folder,
            card.detector(),
            EventReader.files(conf, folder),
            card.counts().out(),
            Optional.of(card));
      }
      return new EventDataSet(
          folder,
          card.detector(),
          EventReader.files(conf, folder, split.get()),
          card.counts().bySplit().getOrDefault(split.get().label(), 0L),
          Optional.empty());
    }
    if (!kind.equals(ShowersCard.KIND)) {
      throw new UserException(
          "%s: is of kind '%s', need '%s' or '%s'; is the path right?",
          folder, kind, PreparedCard.KIND, ShowersCard.KIND);
    }
    if (split.isPresent()) {
      throw new UserException(
          "%s: generated showers have no splits, so --split %s has no meaning; leave it out",
          folder, split.get().label());
    }
    ShowersCard card =
        OutputCard.read(
            conf, folder, ShowersCard.class, ShowersCard.KIND, ShowersCard.FORMAT_VERSION);
    return new EventDataSet(
        folder, card.detector(), EventReader.files(conf, folder), card.events(), Optional.empty());
  }
}
