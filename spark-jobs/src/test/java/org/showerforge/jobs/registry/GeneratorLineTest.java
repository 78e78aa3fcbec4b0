package org.showerforge.jobs.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.registry.HistoryEntry.Action;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;

/** What happens to versions, and what a registry refuses. */
final class GeneratorLineTest {
  private static final Configuration CONF = new Configuration();
  private static final LineName NAME = LineName.of("calogan/eplus");
  private static final Grounds WHY = Grounds.of("a test");

  @TempDir private Path folder;
  private String root;
  private GeneratorLine line;

  @BeforeEach
  void open() {
    root = folder.resolve("registry").toString();
    line = new Registry(CONF, root).line(NAME);
  }

  private int add(String key) throws IOException {
    Candidate candidate = new Candidate(Samples.generator().toString(), null, null);
    try (Lease lease = line.lease()) {
      return line.add(lease, candidate, key.isEmpty() ? null : key, WHY);
    }
  }

  private void promote(int version) throws IOException {
    try (Lease lease = line.lease()) {
      line.promote(lease, version, WHY);
    }
  }

  private List<Action> actions() throws IOException {
    return line.history().stream().map(HistoryEntry::action).toList();
  }

  @Test
  void aVersionIsAddedPromotedAndRolledBack() throws IOException {
    assertThat(add("")).isEqualTo(1);
    assertThat(line.current()).isEmpty();
    assertThatThrownBy(() -> Registry.folder(CONF, "registry:calogan/eplus@current", root, ""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no current version");
    promote(1);
    assertThat(add("")).isEqualTo(2);
    promote(2);
    assertThat(line.current()).hasValue(2);
    try (Lease lease = line.lease()) {
      assertThat(line.rollBack(lease, WHY)).isEqualTo(1);
    }
    assertThat(line.current()).hasValue(1);
    assertThat(actions())
        .containsExactly(
            Action.ADDED, Action.PROMOTED, Action.ADDED, Action.PROMOTED, Action.ROLLED_BACK);
    assertThat(line.history().get(4).previous()).isEqualTo(2);
    assertThat(Registry.exact(CONF, "registry:calogan/eplus@current", root))
        .isEqualTo("registry:calogan/eplus@v1");
    assertThat(Registry.folder(CONF, "registry:calogan/eplus@v0002", root, ""))
        .endsWith("calogan/eplus/v0002/generator");
    assertThat(Registry.folder(CONF, "some/folder", root, "")).isEqualTo("some/folder");
    Files.createDirectories(Path.of(root, "lost+found/Backup"));
    assertThat(new Registry(CONF, root).lines())
        .extracting(GeneratorLine::name)
        .containsExactly(NAME);
  }

  @Test
  void prunedVersionsAreGoneAndTheirNumbersStayTaken() throws IOException {
    for (int version = 1; version <= 5; version++) {
      assertThat(add("")).isEqualTo(version);
    }
    promote(2);
    promote(1);
    try (Lease lease = line.lease()) {
      assertThat(line.prune(lease, 1)).containsExactly(3, 4);
    }
    assertThat(line.versions()).containsExactly(1, 2, 5);
    try (Lease lease = line.lease()) {
      assertThat(line.prune(lease, 1)).isEmpty();
    }
    assertThat(add("")).isEqualTo(6);
    assertThatThrownBy(() -> promote(3))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no version v3");
    assertThat(line.current()).hasValue(1);
  }

  /** A promotion that was killed between its entry and current.json. */
  @Test
  void whatAKilledHolderBeganIsCompleted() throws IOException {
    add("");
    promote(1);
    Path current = Path.of(root, "calogan/eplus/current.json");
    byte[] before = Files.readAllBytes(current);
    add("");
    promote(2);
    Files.write(current, before);
    assertThat(line.current()).as("until somebody takes the lease").hasValue(1);
    line.lease().close();
    assertThat(line.current()).hasValue(2);
    assertThat(actions()).hasSize(4);
  }

  @Test
  void anAlteredFileIsFound() throws IOException {
    add("");
    promote(1);
    Path weights = Path.of(root, "calogan/eplus/v0001/generator/weights.bin");
    byte[] good = Files.readAllBytes(weights);
    byte[] bad = good.clone();
    bad[100] ^= 1;
    Files.delete(weights.resolveSibling(".weights.bin.crc"));
    Files.write(weights, bad);
    assertRefused("@current", "", "weights.bin: SHA-256 is not the one in the version's card");
    Files.write(weights, java.util.Arrays.copyOf(good, 50));
    assertRefused("@v1", "", "has 50 bytes");
    Files.delete(weights);
    assertRefused("@v1", "", "is not there");
    assertThatThrownBy(() -> promote(1)).isInstanceOf(UserException.class);
    Files.writeString(Path.of(root, "calogan/eplus/current.json"), "{");
    assertRefused("@current", "", "current.json");
    assertRefused("@current", "", "promote or roll back to write it anew");
    Files.write(weights, good);
    promote(1);
    assertThat(line.current()).hasValue(1);
  }

  private void assertRefused(String version, String key, String message) {
    assertThatThrownBy(() -> Registry.folder(CONF, "registry:calogan/eplus" + version, root, key))
        .isInstanceOf(UserException.class)
        .message()
        .contains(message)
        .doesNotContain("\n");
  }

  @Test
  void onlyWhatATrustedKeySignedIsTaken() throws Exception {
    String mine = key("mine");
    String other = key("other");
    add("");
    add(mine + ".pem");
    assertThat(Registry.folder(CONF, "registry:calogan/eplus@v2", root, mine + ".pub"))
        .contains("v0002");
    assertRefused("@v1", mine + ".pub", "is not signed");
    assertRefused("@v2", other + ".pub", "another key signed it");
    assertRefused("@v2", mine + ".pem", "is not an Ed25519 public key");
    Path card = Path.of(root, "calogan/eplus/v0002/card.json");
    Files.delete(card.resolveSibling(".card.json.crc"));
    Files.writeString(card, Files.readString(card).replace("\"source\" : \"", "\"source\" : \"x"));
    assertRefused("@v2", mine + ".pub", "altered");
  }

  private String key(String name) throws GeneralSecurityException, IOException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path file = folder.resolve(name);
    pem(file + ".pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
    pem(file + ".pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    return file.toString();
  }

  private static void pem(String file, String kind, byte[] key) throws IOException {
    Files.writeString(
        Path.of(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(key), kind));
  }

  @Test
  void namesThatAreNoneAreRefused() {
    for (String place :
        List.of(
            "registry:calogan@current",
            "registry:../x@current",
            "registry:a/b/c@v1",
            "registry:a/b@v0",
            "registry:a/b",
            "registry:A/b@v1")) {
      assertThatThrownBy(() -> Registry.folder(CONF, place, root, ""))
          .as(place)
          .isInstanceOf(UserException.class);
    }
    assertThatThrownBy(() -> Registry.folder(CONF, "registry:a/b@v1", "", ""))
        .hasMessageContaining("registry: must name its folder");
    assertThatThrownBy(() -> Registry.folder(CONF, "a/folder", "", "key.pub"))
        .hasMessageContaining("is not of a registry");
  }
}
