package org.showerforge.jobs.registry;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.NumberedFiles;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.jobs.train.TrainJob;

/**
 * The folders of a line's versions: {@code v0007/{card.json, generator/, evaluation/, training/}},
 * each written at once and never changed.
 */
final class VersionFiles {
  private static final Pattern VERSION = Pattern.compile("v0*([1-9]\\d{0,5})");
  private static final String GENERATOR = "generator";
  private static final String EVALUATION = "evaluation";
  private static final String TRAINING = "training";

  private final Configuration conf;
  private final Path line;
  private final LineName name;

  VersionFiles(Configuration conf, Path line, LineName name) {
    this.conf = conf;
    this.line = line;
    this.name = name;
  }

  /** The versions that are there. */
  List<Integer> all() throws IOException {
    return NumberedFiles.list(conf, line, VERSION);
  }

  private Path folder(int version) {
    return new Path(line, "v%04d".formatted(version));
  }

  Path generator(int version) {
    return new Path(folder(version), GENERATOR);
  }

  Path evaluation(int version) {
    return new Path(folder(version), EVALUATION);
  }

  Path training(int version) {
    return new Path(folder(version), TRAINING);
  }

  /** Copies a candidate, and signs it if there is a key. */
  void write(Lease lease, int version, Candidate candidate, @Nullable String key)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    take(candidate.generator(), GENERATOR, files, generatorFiles());
    String evaluation = candidate.evaluation();
    if (evaluation != null) {
      take(evaluation, EVALUATION, files, List.of("metrics.json", "report.html"));
    }
    String training = candidate.training();
    if (training != null) {
      take(training, TRAINING, files, TrainJob.CHECKPOINT_FILES);
    }
    GeneratorArtifact.load(
        file -> new ByteArrayInputStream(files.getOrDefault(GENERATOR + "/" + file, new byte[0])),
        candidate.generator());
    Map<String, VersionCard.FileHash> hashes = new TreeMap<>();
    files.forEach(
        (file, bytes) ->
            hashes.put(file, new VersionCard.FileHash(bytes.length, Hashes.sha256(bytes))));
    VersionCard card =
        new VersionCard(
            VersionCard.KIND,
            VersionCard.FORMAT_VERSION,
            Version.current(),
            Instant.now().toString(),
            name,
            version,
            candidate.generator(),
            hashes,
            null);
    line.getFileSystem(conf).mkdirs(line);
    StagedOutput.sweep(conf, folder(version).toString());
    try (StagedOutput output = StagedOutput.create(conf, folder(version).toString())) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        output.write(file.getKey(), file.getValue());
      }
      lease.check();
      output.commit(
          key == null
              ? card
              : card.withSignature(Signatures.sign(Signatures.privateKey(key), card.signed())));
    }
  }

  private static List<String> generatorFiles() {
    return List.of(GeneratorArtifact.CARD, GeneratorArtifact.WEIGHTS);
  }

  private void take(String from, String to, Map<String, byte[]> files, List<String> names)
      throws IOException {
    for (String file : names) {
      try {
        files.put(to + "/" + file, StagedOutput.read(conf, new Path(from, file)));
      } catch (FileNotFoundException e) {
        throw new UserException("%s: no %s in it; is the path right?", from, file);
      }
    }
  }

  /** Whether a version is a copy of a generator: card and weights, byte by byte. */
  boolean isCopyOf(int version, String generator) throws IOException {
    Map<String, VersionCard.FileHash> hashes = card(version).files();
    for (String file : generatorFiles()) {
      VersionCard.FileHash hash = hashes.get(GENERATOR + "/" + file);
      byte[] bytes = StagedOutput.read(conf, new Path(generator, file));
      if (hash == null || !hash.sha256().equals(Hashes.sha256(bytes))) {
        return false;
      }
    }
    return true;
  }

  void delete(int version) throws IOException {
    line.getFileSystem(conf).delete(folder(version), true);
  }

  VersionCard card(int version) throws IOException {
    try {
      return AtomicFile.readJson(
          conf, new Path(folder(version), StagedOutput.CARD), VersionCard.class);
    } catch (FileNotFoundException e) {
      throw new UserException("%s: has no version v%d; it has %s", name, version, all());
    }
  }

  /**
   * Refuses a version whose files are not what its card says.
   *
   * @param trustedKey the file of the public key that must have signed it; empty: nobody need have
   */
  void require(int version, String trustedKey) throws IOException {
    VersionCard card = card(version);
    if (!card.line().equals(name) || card.version() != version) {
      throw new UserException(
          "%s: is the card of %s v%d; the version was moved or altered",
          folder(version), card.line(), card.version());
    }
    if (!trustedKey.isEmpty()) {
      requireSigned(card, trustedKey);
    }
    for (Map.Entry<String, VersionCard.FileHash> file : card.files().entrySet()) {
      requireUnaltered(new Path(folder(version), file.getKey()), file.getValue());
    }
  }

  private void requireSigned(VersionCard card, String trustedKey) {
    PublicKey key = Signatures.publicKey(trustedKey);
    String signature = card.signature();
    if (signature == null) {
      throw new UserException("%s v%d: is not signed, and trustedKey is set", name, card.version());
    }
    if (!Signatures.verify(key, card.signed(), signature)) {
      throw new UserException(
          "%s v%d: its signature is not of %s; it was altered, or another key signed it",
          name, card.version(), trustedKey);
    }
  }

  private void requireUnaltered(Path file, VersionCard.FileHash expected) throws IOException {
    FileSystem fs = file.getFileSystem(conf);
    byte[] bytes;
    try {
      FileStatus status = fs.getFileStatus(file);
      if (status.getLen() != expected.bytes()) {
        throw new UserException(
            "%s: has %d bytes, its card says %d; restore it or roll back",
            file, status.getLen(), expected.bytes());
      }
      bytes = StagedOutput.read(conf, file);
    } catch (FileNotFoundException e) {
      throw new UserException("%s: is not there; restore it or roll back", file);
    }
    if (!Hashes.sha256(bytes).equals(expected.sha256())) {
      throw new UserException(
          "%s: SHA-256 is not the one in the version's card; restore it or roll back", file);
    }
  }
}
