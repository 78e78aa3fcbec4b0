package org.showerforge.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;

/** CSV files against the numbers that they were written from. */
final class CsvSourceTest {
  private static final int MANY = 2 * CsvSource.STRIDE + 345;

  @TempDir private Path folder;

  @Test
  void readsTheColumnsThatAreAskedForInTheirOrder() throws IOException {
    Path file = write("a.csv", ",E,theta,text\r\n0,1.5,-2e-3,x\r\n\r\n1,\"2\",.25,\"a,\"\"b\"\r\n");
    TableReader.Table table = TableReader.csv(file, "theta", "E").all(10);
    assertThat(table.faults()).containsOnlyNulls().hasSize(2);
    assertThat(table.columns()[0]).containsExactly(-2e-3, .25);
    assertThat(table.columns()[1]).containsExactly(1.5, 2);
  }

  @Test
  void aByteOrderMarkABlankAndAMissingLastNewlineAreNothing() throws IOException {
    Path file = write("a.csv", "\ufeff\"E\" , th\n\n 1 ,\t2\n\n\n3,4");
    TableReader.Table table = TableReader.csv(file, "E", "th").all(10);
    assertThat(table.columns()[0]).containsExactly(1, 3);
    assertThat(table.columns()[1]).containsExactly(2, 4);
  }

  @Test
  void otherDelimitersAreTaken() throws IOException {
    Path file = write("a.tsv", "a\tb\n1\t2\n\t3\n");
    TableReader reader = new TableReader(RawFormat.CSV, file, List.of("b", "a"), "\t", 1, 1);
    TableReader.Table table = reader.all(1);
    assertThat(table.columns()[0][0]).isEqualTo(2);
    assertThat(table.faults()[1]).isEqualTo("column a is not a number: ''");
  }

  @Test
  void aBadLineIsAFaultOfItsEventAndOfNoOther() throws IOException {
    String[] lines = {
      "1,2",
      "word,2",
      ",2",
      "1,2,3",
      "1",
      "\"1,2",
      "\"1\"x,2",
      "1f,2",
      "0x1p3,2",
      "1d,2",
      "1e,2",
      ".,2",
      "--1,2",
      "1\0,2",
      "1\u0007,2",
      "1_0,2",
      "NA,2",
      "1 2,2",
      "3,text",
      "4,5"
    };
    TableReader.Table table =
        TableReader.csv(write("a.csv", "E,b\n" + String.join("\n", lines)), "E").all(7);
    assertThat(table.faults())
        .containsExactly(
            null,
            "column E is not a number: 'word'",
            "column E is not a number: ''",
            "has 3 fields, not 2",
            "has 1 fields, not 2",
            "a quote is opened and not closed on its line",
            "something follows a closing quote",
            "column E is not a number: '1f'",
            "column E is not a number: '0x1p3'",
            "column E is not a number: '1d'",
            "column E is not a number: '1e'",
            "column E is not a number: '.'",
            "column E is not a number: '--1'",
            "is not text in UTF-8",
            "column E is not a number: '1?'",
            "column E is not a number: '1_0'",
            "column E is not a number: 'NA'",
            "column E is not a number: '1 2'",
            null,
            null);
    assertThat(table.columns()[0][19]).isEqualTo(4);
  }

  @Test
  void whatIsNotUtf8IsAFault() throws IOException {
    Path file = Files.write(folder.resolve("a.csv"), latin1("E,name\n1,\u00e9\n2,e\n"));
    assertThat(TableReader.csv(file, "E").all(2).faults())
        .containsExactly("is not text in UTF-8", null);
    String umlaut = "\u00e9".repeat(100);
    TableReader reader = TableReader.csv(write("b.csv", "E\n" + umlaut + "\n"), "E");
    assertThat(reader.all(1).faults())
        .containsExactly("column E is not a number: '" + "\u00e9".repeat(40) + "...'");
  }

  @Test
  void nanAndInfinityAreNumbersInEverySpelling() throws IOException {
    Path file = write("a.csv", "E\nnan\nNaN\ninf\n-inf\nInfinity\n-Infinity\n+INF\n-nan\n");
    assertThat(TableReader.csv(file, "E").all(8).columns()[0])
        .containsExactly(
            Double.NaN,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NaN);
  }

  @Test
  void numbersAreThoseOfJavaToTheLastBit() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("E\n");
    double[] expected = new double[50_000];
    for (int i = 0; i < expected.length; i++) {
      String number = number(random, i);
      text.append(number).append('\n');
      expected[i] = Double.parseDouble(number);
    }
    TableReader.Table table = TableReader.csv(write("a.csv", text.toString()), "E").all(1000);
    assertThat(table.faults()).containsOnlyNulls();
    assertThat(table.columns()[0]).isEqualTo(expected);
  }

  private static String number(Random random, int i) {
    String sign = List.of("", "-", "+").get(random.nextInt(3));
    return switch (i % 4) {
      case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      case 1 -> sign + Float.toString(random.nextFloat());
      case 2 -> {
        String digits =
            random
                .ints(1 + random.nextInt(30), 0, 10)
                .mapToObj(String::valueOf)
                .reduce("", String::concat);
        int point = random.nextInt(digits.length() + 1);
        yield sign + digits.substring(0, point) + "." + digits.substring(point);
      }
      default ->
          sign
              + random.nextLong() % 1000 / 10 * (sign.isEmpty() ? 1 : 0)
              + "e"
              + (random.nextInt(700) - 350);
    };
  }

  @Test
  void anyBeginningAndAnySlabGiveTheSame() throws IOException {
    for (String name : List.of("many.csv", "many.csv.gz")) {
      TableReader reader = TableReader.csv(many(name), "i", "x");
      TableReader.Table whole = reader.all(MANY);
      assertThat(whole.faults()).containsOnlyNulls();
      for (int i = 0; i < MANY; i++) {
        assertThat(whole.columns()[0][i]).isEqualTo(i);
        assertThat(whole.columns()[1][i]).isEqualTo(i * 0.25);
      }
      try (RawSource source = reader.open()) {
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
          int from = random.nextInt(MANY);
          int to = Math.min(MANY, from + random.nextInt(3000));
          double[] part = reader.read(source, from, to, 1 + random.nextInt(999)).columns()[0];
          for (int j = 0; j < part.length; j++) {
            assertThat(part[j]).isEqualTo(from + j);
          }
        }
      }
    }
  }

  @Test
  void theIndexHoldsWhereEventsBegin() throws IOException {
    Path file = many("many.csv");
    SourceIndex index = TableReader.csv(file, "i").index();
    assertThat(index.events()).isEqualTo(MANY);
    assertThat(index.divisible()).isTrue();
    assertThat(index.offsets()).hasSize(3);
    String text = Files.readString(file);
    for (int i = 0; i < 3; i++) {
      assertThat(text.substring((int) (long) index.offsets().get(i)))
          .startsWith(i * index.stride() + ",");
    }
    SourceIndex gzip = TableReader.csv(many("many.csv.gz"), "i").index();
    assertThat(gzip.events()).isEqualTo(MANY);
    assertThat(gzip.divisible()).isFalse();
    assertThat(gzip.offsets()).isEmpty();
  }

  @Test
  void gzipMembersFollowEachOtherAndNothingElseDoes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(gzip("E\n1\n"));
    bytes.write(gzip("2\n3\n"));
    Path file = Files.write(folder.resolve("a.csv.gz"), bytes.toByteArray());
    assertThat(TableReader.csv(file, "E").all(5).columns()[0]).containsExactly(1, 2, 3);
    bytes.write(latin1("garbage behind"));
    Files.write(file, bytes.toByteArray());
    assertRefused("a.csv.gz: is not a sound gzip file", file, "E");
  }

  @Test
  void whatIsNoTableIsRefusedByName() throws IOException {
    assertRefused("is empty; its first line must name", write("a.csv", ""), "E");
    assertRefused(
        "has no column 'X'; its first line names [E, b]", write("a.csv", "E,b\n1,2"), "X");
    assertRefused("has two columns 'E'", write("a.csv", "E,E\n1,2"), "E");
    assertRefused("has no column ''", write("a.csv", ",E\n1,2"), "");
    assertRefused("not closed", write("a.csv", "\"E,b\n1,2"), "E");
    assertRefused("more than 100000 columns", write("a.csv", ",".repeat(200_000)), "E");
    assertRefused(
        "let its name end in .gz", Files.write(folder.resolve("b.csv"), gzip("E\n")), "E");
    assertRefused("not a sound gzip file", write("b.csv.gz", "E\n1\n"), "E");
    byte[] wide = "E\n1\n".getBytes(StandardCharsets.UTF_16);
    assertRefused("not text in UTF-8", Files.write(folder.resolve("c.csv"), wide), "E");
    assertThatThrownBy(
            () -> new TableReader(RawFormat.CSV, write("a.csv", "E\n"), List.of("E"), "\u00a7", 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("delimiter: must be one ASCII character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"long.csv", "long.csv.gz"})
  void aLineWithoutEndIsRefusedInLittleMemory(String name) throws IOException {
    int limit = 1 << 20;
    String last = "1".repeat(limit);
    assertThat(TableReader.csv(put(name, "E\n1\n" + last + "\r\n2\n"), "E").all(5).sound())
        .isEqualTo(3);
    assertRefused("the line at byte 4 is longer than", put(name, "E\n1\n1" + last + "\n2\n"), "E");
    assertRefused("the line at byte 4 is longer than", put(name, "E\n1\n1" + last), "E");
    assertRefused("the line at byte 0 is longer than", put(name, "x".repeat(9 * limit)), "E");
  }

  @Test
  void aFileThatShrinksMeanwhileIsNoticed() throws IOException {
    TableReader reader = TableReader.csv(write("a.csv", "E\n1\n2\n"), "E");
    write("a.csv", "E\n1\n");
    assertThatThrownBy(() -> reader.all(5))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a.csv: ends after 1 events; there were 2 at first sight");
  }

  private static void assertRefused(String why, Path file, String column) {
    assertThatThrownBy(() -> TableReader.csv(file, column))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(why);
  }

  private Path many(String name) throws IOException {
    StringBuilder text = new StringBuilder("i,name,x\n");
    for (int i = 0; i < MANY; i++) {
      text.append(i).append(",n").append(i % 7).append(',').append(i * 0.25).append('\n');
    }
    return put(name, text.toString());
  }

  private Path put(String name, String text) throws IOException {
    byte[] bytes = name.endsWith(".gz") ? gzip(text) : text.getBytes(StandardCharsets.UTF_8);
    return Files.write(folder.resolve(name), bytes);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
