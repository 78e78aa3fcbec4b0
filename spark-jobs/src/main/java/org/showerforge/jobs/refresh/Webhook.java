package org.showerforge.jobs.refresh;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody by HTTP: the outcome as JSON, posted. The address is often a secret: the log has
 * its host alone.
 */
final class Webhook {
  private static final String FILE = "file:";
  private static final int ATTEMPTS = 3;
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

  private final URI address;
  private final Duration pause;

  private Webhook(URI address, Duration pause) {
    this.address = address;
    this.pause = pause;
  }

  /**
   * A webhook.
   *
   * @param place its URL, or {@code file:} and the path of the local file that holds it
   * @param pause before the second attempt; twice as long before the third
   */
  static Webhook of(String place, Duration pause) {
    String text = place;
    if (place.startsWith(FILE)) {
      try {
        text = Files.readString(Path.of(place.substring(FILE.length())), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UserException("webhook %s: cannot be read; is the path right?", place);
      }
    }
    URI address;
    try {
      address = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new UserException("webhook: is no URL, or the file with it holds more than a URL");
    }
    String scheme = address.getScheme();
    if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new UserException("webhook: must be an http:// or https:// URL with a host");
    }
    return new Webhook(address, pause);
  }

  /** Posts an outcome; whether somebody took it. After three attempts it is a warning. */
  boolean post(Outcome outcome) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(outcome.brief())))
            .build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    String said = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (attempt > 0) {
          Thread.sleep(pause.toMillis() * attempt);
        }
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= OK && status < MULTIPLE_CHOICES) {
          return true;
        }
        said = "answered " + status;
      } catch (IOException e) {
        said = "did not answer: " + e.getClass().getSimpleName();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        said = "was not waited for";
        break;
      }
    }
    LOG.warn("webhook at {} {}; {} attempts, nobody was told", address.getHost(), said, ATTEMPTS);
    return false;
  }
}
