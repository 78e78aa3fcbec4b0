package org.showerforge.jobs;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.UserException;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.registry.Candidate;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;
import org.showerforge.jobs.registry.VersionCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code showerforge registry}: which generators there are, which of them is in production, and how
 * that came about; see {@link Registry}.
 */
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Keeps generators by what they are for and by version, here or on HDFS.",
      "Name one for generate as registry:<detector>/<particle>@current or ...@v7.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge registry add hdfs:///registry calogan/eplus generator --evaluation report",
      "  showerforge registry promote hdfs:///registry calogan/eplus v1"
    })
final class RegistryCommand {

  /** A version as it is printed, {@code v7}, as its folder is called, or its number alone. */
  static final class VersionNumber implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})");

    @Override
    public Integer convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' must be v<number>, e.g. v7");
      }
      return Integer.valueOf(matcher.group(1));
    }
  }

  private static GeneratorLine line(String root, String name) {
    return new Registry(new Configuration(), root).line(LineName.of(name));
  }

  private static GeneratorLine known(String root, String name) throws IOException {
    GeneratorLine line = line(root, name);
    if (line.last() == null) {
      throw new UserException("registry %s: has no generator %s; see registry list", root, name);
    }
    return line;
  }

  private static String version(OptionalInt version) {
    return version.isPresent() ? "v" + version.getAsInt() : "none";
  }

  @Command(name = "list", description = "Every generator, its current version and how many it has.")
  int list(@Parameters(paramLabel = "ROOT") String root) throws IOException {
    for (GeneratorLine line : new Registry(new Configuration(), root).lines()) {
      HistoryEntry last = line.last();
      if (last == null) {
        continue;
      }
      System.out.printf(
          "%-30s current %-6s versions %-3d last %s v%d at %s%n",
          line.name(),
          version(line.current()),
          line.versions().size(),
          text(last),
          last.version(),
          last.when());
    }
    return 0;
  }

  @Command(name = "show", description = "A generator's history, or what one version is.")
  int show(
      @Parameters(paramLabel = "ROOT") String root,
      @Parameters(paramLabel = "DETECTOR/PARTICLE") String name,
      @Parameters(
              paramLabel = "VERSION",
              arity = "0..1",
              defaultValue = "0",
              converter = VersionNumber.class)
          int version)
      throws IOException {
    GeneratorLine line = known(root, name);
    if (version > 0) {
      VersionCard card = line.card(version);
      System.out.printf(
          "%s v%d, made %s by ShowerForge %s from %s, %s%n",
          card.line(),
          card.version(),
          card.created(),
          card.showerforge(),
          card.source(),
          card.signature() == null ? "not signed" : "signed");
      card.files()
          .forEach(
              (file, hash) ->
                  System.out.printf(
                      "  %-28s %,12d bytes  %s%n", file, hash.bytes(), hash.sha256()));
      return 0;
    }
    System.out.printf("%s: current %s%n", name, version(line.current()));
    for (HistoryEntry entry : line.history()) {
      System.out.printf(
          "  %4d  %s  %-12s v%d%s%n",
          entry.number(), entry.when(), text(entry), entry.version(), reasons(entry));
    }
    return 0;
  }

  private static String text(HistoryEntry entry) {
    return entry.action().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String reasons(HistoryEntry entry) {
    return entry.reasons().stream()
        .collect(Collectors.joining("; ", ": ", ""))
        .replaceAll(": $", "");
  }

  @Command(name = "add", description = "Copies a generator into the registry, as the next version.")
  int add(
      @Parameters(paramLabel = "ROOT") String root,
      @Parameters(paramLabel = "DETECTOR/PARTICLE") String name,
      @Parameters(paramLabel = "GENERATOR") String generator,
      @Option(names = "--evaluation", paramLabel = "FOLDER", defaultValue = "") String evaluation,
      @Option(
              names = "--key",
              paramLabel = "FILE.pem",
              defaultValue = "",
              description = "Ed25519 private key that signs it.")
          String key,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason)
      throws IOException {
    GeneratorLine line = line(root, name);
    try (Lease lease = line.lease()) {
      int version =
          line.add(
              lease,
              new Candidate(generator, evaluation.isEmpty() ? null : evaluation, null),
              key.isEmpty() ? null : key,
              Grounds.of(reason));
      System.out.printf("added      %s v%d%n", name, version);
    }
    return 0;
  }

  @Command(name = "promote", description = "Makes a version the current one.")
  int promote(
      @Parameters(paramLabel = "ROOT") String root,
      @Parameters(paramLabel = "DETECTOR/PARTICLE") String name,
      @Parameters(paramLabel = "VERSION", converter = VersionNumber.class) int version,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason)
      throws IOException {
    GeneratorLine line = known(root, name);
    try (Lease lease = line.lease()) {
      line.promote(lease, version, Grounds.of(reason));
    }
    System.out.printf("promoted   %s v%d%n", name, version);
    return 0;
  }

  @Command(name = "rollback", description = "Makes the version before the current one current.")
  int rollback(
      @Parameters(paramLabel = "ROOT") String root,
      @Parameters(paramLabel = "DETECTOR/PARTICLE") String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "") String reason)
      throws IOException {
    GeneratorLine line = known(root, name);
    try (Lease lease = line.lease()) {
      int version = line.rollBack(lease, Grounds.of(reason));
      System.out.printf("current    %s v%d%n", name, version);
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = "Whether every version's files are what its card says; exit code 2 if not.")
  int verify(
      @Parameters(paramLabel = "ROOT") String root,
      @Option(
              names = "--trusted-key",
              paramLabel = "FILE.pem",
              defaultValue = "",
              description = "Ed25519 public key that must have signed them.")
          String trustedKey)
      throws IOException {
    int bad = 0;
    int all = 0;
    for (GeneratorLine line : new Registry(new Configuration(), root).lines()) {
      for (int version : line.versions()) {
        all++;
        try {
          line.require(version, trustedKey);
        } catch (UserException e) {
          bad++;
          System.out.println("damaged    " + e.getMessage());
        }
      }
    }
    if (bad > 0) {
      throw new UserException("registry %s: %d of %d versions are damaged", root, bad, all);
    }
    System.out.printf("verified   %d versions%n", all);
    return 0;
  }

  @Command(
      name = "prune",
      description = "Deletes the files of old versions; the current one and the one before stay.")
  int prune(
      @Parameters(paramLabel = "ROOT") String root,
      @Parameters(paramLabel = "DETECTOR/PARTICLE") String name,
      @Option(
              names = "--keep",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many of the newest stay (default 10).")
          int keep)
      throws IOException {
    if (keep < 1) {
      throw new UserException("--keep: must be >= 1, got %d", keep);
    }
    GeneratorLine line = known(root, name);
    try (Lease lease = line.lease()) {
      List<Integer> pruned = line.prune(lease, keep);
      System.out.printf(
          "pruned     %s: %s%n",
          name,
          pruned.isEmpty()
              ? "nothing"
              : pruned.stream().map(v -> "v" + v).collect(Collectors.joining(", ")));
    }
    return 0;
  }
}
