package org.showerforge.jobs.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.StagedOutput;
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
 */
public record EventDataSet(String folder, DetectorSpec detector, List<String> files, long events) {
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
    Path path = new Path(folder, StagedOutput.CARD);
    byte[] bytes;
    try {
      bytes = StagedOutput.read(conf, path);
    } catch (FileNotFoundException e) {
      throw new UserException(
          "%s: no %s in it, so it is not a complete data set; is the path right?",
          folder, StagedOutput.CARD);
    }
    JsonNode tree = Json.read(new ByteArrayInputStream(bytes), JsonNode.class, path.toString());
    String kind = tree.path("kind").asText();
    if (kind.equals(PreparedCard.KIND)) {
      PreparedCard card = Json.convert(tree, PreparedCard.class, path.toString());
      long events =
          split
              .map(s -> card.counts().bySplit().getOrDefault(s.label(), 0L))
              .orElse(card.counts().out());
      List<String> files =
          split.isPresent()
              ? EventReader.files(conf, folder, split.get())
              : EventReader.files(conf, folder);
      return new EventDataSet(folder, card.detector(), files, events);
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
    ShowersCard card = Json.convert(tree, ShowersCard.class, path.toString());
    return new EventDataSet(
        folder, card.detector(), EventReader.files(conf, folder), card.events());
  }
}
