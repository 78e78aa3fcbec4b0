"""What a file of deploy/schedules would run, taken out of the file as its scheduler would.

    schedule_lines.py cron FILE                   the words of the command, each ended by NUL; cron's shell first
    schedule_lines.py systemd FILE                the same of ExecStart
    schedule_lines.py oozie FOLDER [NAME=VALUE]   the same of the Spark action; NAME=VALUE is what a site sets in job.properties
    schedule_lines.py airflow FILE MASTER         runs the DAG's task, and says what Airflow would call its state

For Airflow there are stand-ins below: classes of its names which keep what the DAG gives them, and run spark-submit with the
arguments, in the order and with the failure's message of apache-airflow-providers-apache-spark.
"""

import os
import re
import runpy
import shlex
import subprocess
import sys
import types
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def cron(file):
    """The only job of a file in /etc/cron.d: five times, the user, then all of the line for the shell."""
    shell, commands = "/bin/sh", []
    for line in Path(file).read_text().splitlines():
        if re.fullmatch(r"\s*(#.*)?", line):
            continue
        variable = re.fullmatch(r"(\w+)\s*=\s*(.*)", line)
        if variable:
            shell = variable[2] if variable[1] == "SHELL" else shell
        else:
            commands.append(line.split(None, 6)[6])
    (command,) = commands
    assert "%" not in command, "cron ends the line at a percent sign"
    return [shell, "-c", command]


def systemd(file):
    """The words of ExecStart; no shell sees them."""
    (command,) = re.findall(r"^ExecStart=(.*)$", Path(file).read_text(), re.MULTILINE)
    assert not set(command) & set("$%\\'\""), "more than words: systemd would expand it"
    return command.split()


def oozie(folder, *site):
    """The arguments that Oozie's SparkArgsExtractor makes of an action, but for logging, class paths and tokens."""
    properties = {}
    for line in Path(folder, "job.properties").read_text().splitlines() + list(site):
        if line and not line.startswith("#"):
            name, value = line.split("=", 1)
            properties[name] = value

    def resolved(text):
        while "${" in text:
            text = re.sub(r"\$\{(\w+)}", lambda match: properties[match[1]], text)
        return text

    coordinator = ElementTree.parse(Path(folder, "coordinator.xml")).getroot()
    path = coordinator.findtext(".//{*}app-path")
    assert resolved(path).endswith("/workflow.xml")
    for known in coordinator.iter("{*}property"):
        resolved(known.findtext("{*}value"))
    spark = ElementTree.parse(Path(folder, "workflow.xml")).getroot().find(".//{*}spark")

    def text(name):
        return resolved(spark.findtext("{*}" + name))

    def texts(name):
        return [resolved(element.text) for element in spark.findall("{*}" + name)]

    return [
        *("spark-submit", "--master", text("master"), "--deploy-mode", text("mode")),
        *("--name", text("name"), "--class", text("class")),
        *shlex.split(text("spark-opts")),
        *("--files", ",".join(texts("file"))),
        text("jar"),
        *texts("arg"),
    ]


class AirflowException(Exception):
    """Airflow tries the task again."""


class AirflowFailException(AirflowException):
    """It does not."""


class AirflowSkipException(AirflowException):
    """The task is skipped."""


class Dag:
    """Keeps its arguments."""

    def __init__(self, **arguments):
        self.arguments = arguments

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return None


class SparkSubmitOperator:
    """Runs spark-submit as SparkSubmitHook does."""

    made, master = [], ""
    of_airflow = ("task_id", "retries", "retry_delay", "execution_timeout")
    options = ("properties_file", "files", "driver_memory", "name", "java_class", "deploy_mode")

    def __init__(self, **arguments):
        known = ("spark_binary", "conn_id", "conf", "env_vars", "application", "application_args", *self.of_airflow, *self.options)
        assert set(arguments) <= set(known), set(arguments) - set(known)
        self.arguments = arguments
        self.made.append(self)

    def command(self):
        """The words of the command."""
        words = [self.arguments.get("spark_binary", "spark-submit"), "--master", self.master]
        conf = dict(self.arguments.get("conf", {}))
        if self.master == "yarn":
            conf |= {"spark.yarn.appMasterEnv." + name: value for name, value in self.arguments.get("env_vars", {}).items()}
        for setting in conf.items():
            words += ["--conf", "=".join(setting)]
        for option in self.options:
            if option in self.arguments:
                flag = "class" if option == "java_class" else option.replace("_", "-")
                words += ["--" + flag, self.arguments[option]]
        return words + [self.arguments["application"], *self.arguments["application_args"]]

    def execute(self, context):
        """Runs it."""
        assert context == {}
        command = self.command()
        print(shlex.join(command), flush=True)
        code = subprocess.run(command, env=os.environ | self.arguments.get("env_vars", {}), stderr=subprocess.STDOUT).returncode
        if code:
            raise AirflowException(f"Cannot execute: {' '.join(command)}. Error code is: {code}.")


def airflow(file, master):
    """Runs the only task of a DAG; returns the state that it would be in."""
    SparkSubmitOperator.master = master
    failures = {kind.__name__: kind for kind in (AirflowException, AirflowFailException, AirflowSkipException)}
    modules = {"airflow.sdk": {"DAG": Dag}, "airflow.sdk.exceptions": failures}
    modules["airflow.providers.apache.spark.operators.spark_submit"] = {"SparkSubmitOperator": SparkSubmitOperator}
    for name, content in modules.items():
        parts = name.split(".")
        for i in range(len(parts)):
            sys.modules.setdefault(".".join(parts[: i + 1]), types.ModuleType(parts[i]))
        vars(sys.modules[name]).update(content)
    dag = runpy.run_path(file)["dag"].arguments
    assert dag["catchup"] is False and dag["max_active_runs"] == 1 and len(dag["schedule"].split()) == 5
    (task,) = SparkSubmitOperator.made
    try:
        task.execute({})
        return "success"
    except AirflowSkipException:
        return "skipped"
    except AirflowFailException:
        return "failed"
    except AirflowException as failure:
        return f"up for retry: {failure}"


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    if kind == "airflow":
        print("state:", airflow(*rest))
    else:
        print(*{"cron": cron, "systemd": systemd, "oozie": oozie}[kind](*rest), sep="\0", end="\0")
