package org.showerforge.data.prepare;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.showerforge.card.Json;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.detector.DetectorSpec;

/**
 * What all tasks are told, as JSON because it travels to executors.
 *
 * @param configJson the configuration
 * @param detectorJson the detector, resolved
 */
record SharedSettings(String configJson, String detectorJson) implements Serializable {

  static SharedSettings of(PrepareConfig config, DetectorSpec detector) {
    return new SharedSettings(write(config), write(detector));
  }

  PrepareConfig config() {
    return read(configJson, PrepareConfig.class);
  }

  DetectorSpec detector() {
    return read(detectorJson, DetectorSpec.class);
  }

  EventMapping mapping() {
    return config().eventMapping(detector());
  }

  private static String write(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        type,
        type.getSimpleName());
  }
}
