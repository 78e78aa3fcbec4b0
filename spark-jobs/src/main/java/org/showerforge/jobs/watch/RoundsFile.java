package org.showerforge.jobs.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** JSON lines, one per round: {@code rounds-000001.jsonl}. */
final class RoundsFile implements RoundObserver {
  private final SessionFile file;

  RoundsFile(Configuration conf, Path folder) throws IOException {
    this.file = SessionFile.next(conf, folder, "rounds-", ".jsonl");
  }

  @Override
  public void round(RoundReport report) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("time", report.ended().toString());
    line.put("stage", report.stage());
    line.put("round", report.round());
    line.put("iteration", report.iteration());
    report.figures().forEach(line::put);
    file.add((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
