package org.showerforge.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.RawShowers;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.settings.Settings;

/** Whether new files are worth a run. */
final class NewDataTest {
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;
  private WorkFolder work;

  @BeforeEach
  void firstDelivery() throws IOException {
    work = new WorkFolder(CONF, folder.resolve("work").toString());
    Files.createDirectories(folder.resolve("raw"));
    Files.copy(Samples.RAW, folder.resolve("raw/first.h5"));
  }

  private NewData prepared(boolean first) throws IOException {
    PrepareConfig config =
        Settings.resolve(
            "prepare",
            "",
            List.of(
                "input=" + folder.resolve("raw"),
                "output=" + work.data(),
                "energyRangeGeV=[1, 20]"),
            PrepareConfig.class);
    PreparedCard card =
        Samples.on("local[2]", sc -> PrepareJob.run(sc, config, Progress.Stages.NONE)).card();
    return new NewData(
        CONF, work.data(), card, first ? null : work.run(1), first ? null : work.start(1));
  }

  private static NewData.Verdict verdict(NewData data, String... keys) throws IOException {
    return data.verdict(config(keys), 1);
  }

  private static RefreshConfig config(String... keys) {
    List<String> all = new ArrayList<>(List.of("registry=r", "line=a/b", "work=w"));
    all.addAll(List.of(keys));
    return Settings.resolve("refresh", "", all, RefreshConfig.class);
  }

  private void begin(NewData data) throws IOException {
    work.begin(1, data.begin(work.run(1), config(), "2026-01-01T00:00:00Z", 0, "first"));
  }

  @Test
  void numbersAndDriftAreReasonsForARun() throws IOException {
    NewData first = prepared(true);
    assertThat(first.events().fresh()).isEqualTo(first.events().training()).isPositive();
    assertThat(verdict(first, "newEvents=1").run()).isTrue();
    begin(first);

    NewData same = prepared(false);
    assertThat(same.events().fresh()).isZero();
    assertThat(verdict(same, "newEvents=1").run()).isFalse();
    assertThat(verdict(same, "train={seed: 2}").reason())
        .isEqualTo("another training or gate is asked for than in the last run");
    assertThat(verdict(same, "gate={aucHigh: {max: 0.9}}").run()).isTrue();

    RawShowers.read(Samples.RAW.resolveSibling("eplus_1-20GeV_1.h5"))
        .first(600)
        .write(folder.resolve("raw/second.h5"));
    NewData alike = prepared(false);
    assertThat(alike.events().fresh()).isBetween(350L, 600L);
    assertThat(verdict(alike, "newEvents=300").run()).isTrue();
    assertThat(verdict(alike, "newEvents=1000").run()).isFalse();
    assertThat(verdict(alike, "newEvents=1000").reason())
        .contains("new training events, 1,000 are asked for; no drift seen");

    RawShowers.read(Samples.RAW.resolveSibling("eplus_1-20GeV_2.h5"))
        .first(600)
        .scaled(1.05f)
        .write(folder.resolve("raw/third.h5"));
    NewData drifted = prepared(false);
    assertThat(verdict(drifted, "newEvents=5000").run()).isTrue();
    assertThat(verdict(drifted, "newEvents=5000").reason()).contains("drift: ");
    assertThat(verdict(drifted, "newEvents=5000", "drift=false").run()).isFalse();
  }

  @Test
  void aDataSetThatWasMadeAnewIsAReason() throws IOException {
    NewData first = prepared(true);
    begin(first);
    Files.delete(folder.resolve("raw/first.h5"));
    org.apache.commons.io.FileUtils.deleteDirectory(folder.resolve("work/prepared").toFile());
    RawShowers.read(Samples.RAW).first(500).write(folder.resolve("raw/other.h5"));
    NewData anew = prepared(false);
    assertThat(verdict(anew, "newEvents=5000"))
        .isEqualTo(new NewData.Verdict(true, "the data set was made anew"));
    assertThat(anew.events().fresh()).isEqualTo(anew.events().training());
  }
}
