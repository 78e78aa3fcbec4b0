package org.showerforge.jobs.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.metrics.Gate;

/**
 * What the refresh is asked to do; {@code refresh.yaml} documents the keys.
 *
 * @param registry the registry's folder
 * @param line what the generator is for, {@code <detector>/<particle>}
 * @param work folder of the data set and of the runs
 * @param key the file of the private key that signs versions, or empty
 * @param newEvents training events beyond those of the last run that are worth a new one
 * @param drift whether fewer are enough if they differ from those before
 * @param start what a challenger's training begins with
 * @param keep versions and runs that stay; the current version and the one before do anyway
 * @param prepare keys of prepare.yaml but output
 * @param train keys of train.yaml but data and output
 * @param showers keys of generate.yaml, of the showers that are judged
 * @param evaluate keys of evaluate.yaml but showers, reference, generator and output
 * @param gate bounds that a generator must keep to be in production at all; see {@link Gate}
 * @param better figures, the smaller the better, by which the challenger is held beside the
 *     incumbent
 * @param sigma standard errors of a difference that are more than noise
 * @param generate keys of generate.yaml but generator and output, of what is made after a
 *     promotion; empty: nothing
 * @param metrics the file for Prometheus's textfile collector, or empty
 * @param board the page that is written after every refresh, see {@link Board}, or empty
 * @param webhook a URL, or {@code file:} and the path of the file that holds it, or empty
 */
public record RefreshConfig(
    String registry,
    String line,
    String work,
    String key,
    long newEvents,
    boolean drift,
    StartFrom start,
    int keep,
    ObjectNode prepare,
    ObjectNode train,
    ObjectNode showers,
    ObjectNode evaluate,
    Map<String, Map<String, Double>> gate,
    List<String> better,
    double sigma,
    ObjectNode generate,
    String metrics,
    String board,
    String webhook) {
  /** Checks the keys. */
  public RefreshConfig {
    LineName.of(line);
    if (registry.isBlank() || work.isBlank()) {
      throw new UserException("registry and work: must name folders");
    }
    if (newEvents < 1) {
      throw new UserException("newEvents: must be >= 1, got %d", newEvents);
    }
    if (keep < 1) {
      throw new UserException("keep: must be >= 1, got %d", keep);
    }
    if (!(sigma >= 0) || !Double.isFinite(sigma)) {
      throw new UserException("sigma: must be >= 0 and finite, got %s", sigma);
    }
    better = List.copyOf(better);
    if (better.isEmpty()) {
      throw new UserException("better: must name at least one figure, e.g. aucHigh");
    }
    if (new Gate(gate).needsIncumbent()) {
      throw new UserException("gate: maxTimesIncumbent is what better and sigma are for");
    }
    gate = Collections.unmodifiableMap(new LinkedHashMap<>(gate));
  }
}
