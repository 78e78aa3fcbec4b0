import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Spark's own Parquet for the benchmark of prepare: {@code write CSV FOLDER} makes one file of a
 * table of numbers, {@code sum FOLDER} reads all its columns with the vectorised reader and adds them up.
 */
public final class ParquetSums {
  private ParquetSums() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      if (args[0].equals("write")) {
        Dataset<Row> table = spark.read().option("header", true).option("inferSchema", true).csv(args[1]);
        table.coalesce(1).write().parquet(args[2]);
        return;
      }
      Dataset<Row> table = spark.read().parquet(args[1]);
      Column[] sums = Arrays.stream(table.columns()).map(functions::sum).toArray(Column[]::new);
      System.out.println(table.agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length)).first());
    }
  }
}
