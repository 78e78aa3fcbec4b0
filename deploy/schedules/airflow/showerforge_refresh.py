"""The nightly refresh as an Airflow DAG. Copy this file to Airflow's folder of DAGs.

Needs apache-airflow-providers-apache-spark 4.6 or newer, and on every worker /opt/showerforge, built, Java 17,
/etc/showerforge/refresh.yaml and /etc/showerforge/yarn.conf (deploy/submit/yarn.conf with the site's values). The connection
`spark_default` names the master: `airflow connections add spark_default --conn-type spark --conn-host yarn`. HADOOP_CONF_DIR is
in the workers' own environment.

Exit codes. SparkSubmitOperator fails, and Airflow tries again, whatever the code. That is right for 1, a bug or a broken cluster:
the next attempt carries on from the checkpoint. A mistake (2) would be made again, so the task fails at once. A challenger that was
not better (3) was judged for good, and the incumbent stays: the task is shown as skipped, which nobody is woken for.

Client mode, for those codes: in cluster mode spark-submit's exit code is 1 for all of them, and Airflow 3.3 refuses cluster mode
unless it may ask the ResourceManager itself. The driver needs its memory on the worker. Where it must not be there, take a
BashOperator with skip_on_exit_code=3 and
`/opt/showerforge/showerforge --master yarn --properties-file ... --files /etc/showerforge/refresh.yaml -- refresh --config refresh.yaml`:
the launcher has the code in cluster mode, too.

Tried with stand-ins for Airflow's classes that build and run the command line as the provider does (deploy/it/schedules), not in
an Airflow.
"""

import re
from datetime import datetime, timedelta

try:
    from airflow.sdk import DAG
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # before Airflow 3
    from airflow import DAG
    from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

HOME = "/opt/showerforge"


class RefreshOperator(SparkSubmitOperator):
    """spark-submit whose exit codes mean what ShowerForge's do."""

    def execute(self, context):
        try:
            return super().execute(context)
        except Exception as failure:
            # The provider has the code nowhere but in its message.
            code = re.search(r"Error code is: (\d+)", str(failure))
            if code and code[1] == "3":
                raise AirflowSkipException("not promoted; the incumbent stays") from failure
            if code and code[1] == "2":
                raise AirflowFailException("a mistake; the last line above says what to mend") from failure
            raise


with DAG(
    dag_id="showerforge_refresh",
    description="Prepare what is new, train, evaluate, promote if better",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    # A refresh looks at all data there is: nights that were missed need none of their own.
    catchup=False,
    # A second one would find the lease taken.
    max_active_runs=1,
    tags=["showerforge"],
) as dag:
    RefreshOperator(
        task_id="refresh",
        # Not the spark-submit on the PATH: the provider may bring a Spark 4, and the job jar is for Spark 3.5 with Scala 2.12.
        spark_binary=f"{HOME}/deploy/bin/spark-submit",
        conn_id="spark_default",
        deploy_mode="client",
        name="showerforge refresh",
        java_class="org.showerforge.jobs.ShowerForge",
        application=f"{HOME}/deploy/job-jar/target/showerforge.jar",
        application_args=["refresh", "--config", "/etc/showerforge/refresh.yaml"],
        # Memory, executors, faults, encryption, in their one place. Java 17's module options are not there: spark-submit of
        # Spark 3.5 gives them to driver and executors by itself.
        properties_file="/etc/showerforge/yarn.conf",
        env_vars={
            "SPARK_HOME": f"{HOME}/deploy/spark-home/target/spark-home",
            # One task slot is one core; executors get theirs from ShowerForge.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        # After a worker's death its lease must expire first, which takes a minute.
        retries=2,
        retry_delay=timedelta(minutes=5),
        # Then the driver is stopped, and the next attempt or night carries on.
        execution_timeout=timedelta(hours=20),
    )
