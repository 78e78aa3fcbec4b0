package org.showerforge.jobs.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * Where a training begins: with networks drawn at random, or with those that another training ended
 * with, their updaters and moving averages included. The transform is fitted to the data at hand
 * either way, so a shift of the energy scale is met before a network sees it.
 */
final class WarmStart {
  private final String place;
  private final String sha256;
  private final Map<String, StageState> states;

  private WarmStart(String place, String sha256, Map<String, StageState> states) {
    this.place = place;
    this.sha256 = sha256;
    this.states = states;
  }

  /**
   * Reads a training's state.
   *
   * @param place the folder of a checkpoint; empty: networks are drawn at random
   */
  static WarmStart of(Configuration conf, String place) throws IOException {
    if (place.isEmpty()) {
      return new WarmStart("", "", Map.of());
    }
    try {
      CheckpointFolder.Stored stored = new CheckpointFolder(conf, new Path(place)).read();
      return new WarmStart(place, stored.stateSha256(), stored.snapshot().states());
    } catch (CheckpointFolder.OtherVersion e) {
      throw new UserException(
          "warmStart %s: is of another version of ShowerForge; train from scratch", place);
    } catch (CheckpointFolder.Damaged e) {
      throw new UserException("warmStart %s: %s; it is damaged", place, e.getMessage());
    } catch (FileNotFoundException e) {
      throw new UserException(
          "warmStart %s: is no checkpoint; name a folder such as generator.training/checkpoint-000012",
          place);
    }
  }

  /** A hash of what it begins with; empty if networks are drawn at random. */
  String sha256() {
    return sha256;
  }

  /** What a stage begins with; networks of another size are refused. */
  StageState state(StageDesign design, long seed) {
    StageState random = StageTrainer.initialState(design, seed);
    if (place.isEmpty()) {
      return random;
    }
    StageState warm = states.get(design.name());
    if (warm == null) {
      throw new UserException(
          "warmStart %s: has no stage %s, it has %s; that training had not got so far",
          place, design.name(), states.keySet());
    }
    if (warm.parameters().length != random.parameters().length
        || warm.updater().length != random.updater().length
        || warm.average().length != random.average().length) {
      throw new UserException(
          "warmStart %s: stage %s has %d parameters there, %d here; the recipe is another one, train"
              + " from scratch",
          place, design.name(), warm.parameters().length, random.parameters().length);
    }
    return warm;
  }
}
