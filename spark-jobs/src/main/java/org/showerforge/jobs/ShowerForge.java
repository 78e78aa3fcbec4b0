package org.showerforge.jobs;

import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Backends;
import org.showerforge.card.Version;
import org.showerforge.data.output.StorageFailure;
import org.showerforge.jobs.yarn.DriverContainer;
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
      CompareCommand.class,
      InspectCommand.class,
      RegistryCommand.class,
      RefreshCommand.class,
      BoardCommand.class,
      DemoCommand.class
    },
    footer = {
      "",
      "Each command's --help says what it reads and writes; --print-config shows every key."
    })
public final class ShowerForge {
  private static final int BUG = 1;
  private static final int USER_ERROR = 2;

  /** Finished, but the quality gate said no. */
  static final int GATE_SAID_NO = 3;

  private @Nullable Exception bug;

  private ShowerForge() {}

  /** Runs a command line and ends the process with its exit code, unless it is 0. */
  public static void main(String[] arguments) throws Exception {
    Backends.prepare();
    ShowerForge command = new ShowerForge();
    int code = command.execute(arguments);
    if (command.bug != null && DriverContainer.isHere()) {
      // Spark makes it the application's diagnostics, and YARN may try again.
      throw command.bug;
    }
    if (code == GATE_SAID_NO) {
      DriverContainer.giveUp(code, "showerforge: finished, but the quality gate said no");
    }
    if (code != 0) {
      // The one place that ends the process; never with 0, which YARN takes for a failed
      // application master.
      Runtime.getRuntime().exit(code);
    }
  }

  /** Runs a command line and returns its exit code. */
  static int run(String... arguments) {
    return new ShowerForge().execute(arguments);
  }

  private int execute(String... arguments) {
    return new CommandLine(this)
        .setExecutionExceptionHandler((e, command, parsed) -> report(e))
        .setParameterExceptionHandler((e, args) -> refuse(e.getMessage() + "; see --help"))
        .execute(arguments);
  }

  private int report(Exception e) {
    UserException user = userError(e);
    if (user != null) {
      return refuse(user.getMessage());
    }
    CommandFailure.print(e, System.err);
    bug = e;
    return BUG;
  }

  private static int refuse(@Nullable String message) {
    String line = "showerforge: " + message;
    System.err.println(line);
    DriverContainer.giveUp(USER_ERROR, line);
    return USER_ERROR;
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
