package org.showerforge.jobs;

import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Version;
import org.showerforge.data.output.StorageFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The top command. It alone ends the process: 0 done; 1 a bug, with its stack trace; 2 something
 * that the user can mend, in one line; 3 finished, but the quality gate said no.
 */
@Command(
    name = "showerforge",
    description = {
      "Learns a detector's response from simulation and generates it thousands of times faster.",
      "",
      "  raw files --prepare--> Parquet --train--> generator --generate--> showers",
      "                             \\------------- evaluate ------------/",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ShowerForge.VersionProvider.class,
    subcommands = {
      PrepareCommand.class,
      TrainCommand.class,
      GenerateCommand.class,
      ExportCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      DemoCommand.class
    },
    footer = {
      "",
      "Each command's --help says what it reads and writes; --print-config shows every key."
    })
public final class ShowerForge {
  private static final int BUG = 1;
  private static final int USER_ERROR = 2;

  private ShowerForge() {}

  /** Runs a command line and ends the process with its exit code, unless it is 0. */
  public static void main(String[] arguments) {
    int code = run(arguments);
    if (code != 0) {
      // The one place that ends the process; never with 0, which YARN takes for a failed
      // application master.
      Runtime.getRuntime().exit(code);
    }
  }

  /** Runs a command line and returns its exit code. */
  static int run(String... arguments) {
    return new CommandLine(new ShowerForge())
        .setExecutionExceptionHandler((e, command, parsed) -> report(e))
        .setParameterExceptionHandler(
            (e, args) -> {
              System.err.println("showerforge: " + e.getMessage() + "; see --help");
              return USER_ERROR;
            })
        .execute(arguments);
  }

  private static int report(Exception e) {
    UserException user = userError(e);
    if (user != null) {
      System.err.println("showerforge: " + user.getMessage());
      return USER_ERROR;
    }
    CommandFailure.print(e, System.err);
    return BUG;
  }

  private static @Nullable UserException userError(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException user) {
        return user;
      }
    }
    return StorageFailure.explain(e);
  }

  /** Gives picocli the version. */
  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"showerforge " + Version.current()};
    }
  }
}
