package org.showerforge.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.event.EventBatch;
import org.showerforge.metrics.ShowerSample;

/**
 * What an evaluation compares.
 *
 * @param reference Monte Carlo events that the generator has not been trained on
 * @param second other Monte Carlo events, for the floor
 * @param generated the generated events
 * @param cards of the folders that they came from, by title
 * @param perMinute how fast they were generated; null if nobody noted it
 */
record Samples(
    Part reference,
    Part second,
    Part generated,
    Map<String, JsonNode> cards,
    @Nullable Double perMinute) {
  Samples {
    cards = Collections.unmodifiableMap(new LinkedHashMap<>(cards));
  }

  /**
   * A data set, and a fair sample of it.
   *
   * @param sample some of its events
   * @param events how many there are
   * @param all of them
   */
  record Part(ShowerSample sample, long events, JavaRDD<EventBatch> all) {}
}
