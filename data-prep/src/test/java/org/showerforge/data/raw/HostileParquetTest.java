package org.showerforge.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;

/** Parquet files of a few hundred bytes that speak of billions. */
final class HostileParquetTest {
  private static final int HUGE = Integer.MAX_VALUE;
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  @Test
  void aSoundFileOfThisKindIsRead() throws IOException {
    byte[] numbers = {1, 0, 0, 0, 2, 0, 0, 0};
    Path file = file(2, CompressionCodec.UNCOMPRESSED, page(Encoding.PLAIN, 2, 8, numbers));
    assertThat(TableReader.parquet(file, List.of("n"), 1).all(2).columns()[0])
        .containsExactly(1, 2);
  }

  @Test
  void pagesThatUnpackToGigabytesAreRefused() throws IOException {
    for (CompressionCodec codec :
        List.of(CompressionCodec.SNAPPY, CompressionCodec.ZSTD, CompressionCodec.GZIP)) {
      assertRefused("a page of 2147483647 bytes", file(2, codec, page(Encoding.PLAIN, 2, HUGE, 9)));
      assertRefused(
          "do not unpack to the 100000", file(2, codec, page(Encoding.PLAIN, 2, 100_000, 9)));
    }
    // Snappy's own count of what it unpacks to is its first bytes.
    byte[] count = {-1, -1, -1, -1, 15, 0, 0};
    assertRefused(
        "do not unpack to the 8",
        file(2, CompressionCodec.SNAPPY, page(Encoding.PLAIN, 2, 8, count)));
  }

  @Test
  void dictionariesThatAreNotThereAreRefused() throws IOException {
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 8, 8);
    header.setDictionary_page_header(new DictionaryPageHeader(HUGE, Encoding.PLAIN));
    byte[] dictionary = bytes(header, new byte[8]);
    assertRefused(
        "a dictionary of 2147483647 numbers in 8 bytes",
        file(2, CompressionCodec.UNCOMPRESSED, dictionary));
    byte[] place = {1, 4, 1};
    assertRefused(
        "a dictionary that is not there",
        file(2, CompressionCodec.UNCOMPRESSED, page(Encoding.RLE_DICTIONARY, 2, 3, place)));
  }

  @Test
  void runsOfBillionsTakeNoMemory() throws IOException {
    // 268,435,455 groups of eight numbers of 32 bits; then none.
    byte[] runs = {32, -1, -1, -1, -1, 1};
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 4, 4);
    header.setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN));
    ByteArrayOutputStream pages = new ByteArrayOutputStream();
    pages.write(bytes(header, new byte[4]));
    pages.write(page(Encoding.RLE_DICTIONARY, 2, runs.length, runs));
    assertRefused(
        "its bytes end too early", file(2, CompressionCodec.UNCOMPRESSED, pages.toByteArray()));
    // Blocks of 128 differences, four parts, 2^31 - 1 numbers.
    byte[] differences = {-128, 1, 4, -1, -1, -1, -1, 7, 0};
    assertRefused(
        "its bytes end too early",
        file(
            2,
            CompressionCodec.UNCOMPRESSED,
            page(Encoding.DELTA_BINARY_PACKED, 2, differences.length, differences)));
  }

  @Test
  void rowsThatAreNotThereAreRefusedWhenTheirPagesEnd() throws IOException {
    byte[] numbers = {1, 0, 0, 0, 2, 0, 0, 0};
    byte[] page = page(Encoding.PLAIN, 2, 8, numbers);
    Path file = file(1L << 40, CompressionCodec.UNCOMPRESSED, page);
    TableReader reader = TableReader.parquet(file, List.of("n"), 1);
    assertThat(reader.read(0, 2, 2).columns()[0]).containsExactly(1, 2);
    for (long row : new long[] {2, (1L << 40) - 2}) {
      assertThatThrownBy(() -> reader.read(row, row + 1, 1))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("column 'n': its bytes end too early");
    }
  }

  @Test
  void footersThatCountWhatTheyDoNotHoldAreRefused() throws IOException {
    byte[] list = {0x29, -4, -1, -1, -1, -1, 7};
    assertRefused("its bytes end too early", write(new byte[0], list));
    byte[] nested = new byte[100_000];
    Arrays.fill(nested, (byte) 0x1c);
    assertRefused("nested more than 32 deep", write(new byte[0], nested));
    byte[] empties = new byte[200_010];
    // A list of 200,000 structs without a field.
    System.arraycopy(new byte[] {0x29, -4, -64, -102, 12}, 0, empties, 0, 5);
    assertRefused("its schema has 200000 elements", write(new byte[0], empties));
  }

  @Test
  void schemasThatAreTooDeepAreRefused() throws IOException {
    List<SchemaElement> elements = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      SchemaElement group = new SchemaElement("g");
      group.setRepetition_type(FieldRepetitionType.REQUIRED);
      group.setNum_children(1);
      elements.add(group);
    }
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(new FileMetaData(1, elements, 0, List.of()), footer);
    assertRefused("nested more than 32 deep", write(new byte[0], footer.toByteArray()));
  }

  private static byte[] page(Encoding encoding, int values, int unpacked, int bytes)
      throws IOException {
    return page(encoding, values, unpacked, new byte[bytes]);
  }

  private static byte[] page(Encoding encoding, int values, int unpacked, byte[] bytes)
      throws IOException {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, unpacked, bytes.length);
    header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
    return bytes(header, bytes);
  }

  private static byte[] bytes(PageHeader header, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writePageHeader(header, bytes);
    bytes.write(content);
    return bytes.toByteArray();
  }

  /** A file of one column n of 32-bit integers in one row group. */
  private Path file(long rows, CompressionCodec codec, byte[] pages) throws IOException {
    SchemaElement root = new SchemaElement("root");
    root.setNum_children(1);
    SchemaElement column = new SchemaElement("n");
    column.setType(Type.INT32);
    column.setRepetition_type(FieldRepetitionType.REQUIRED);
    ColumnChunk chunk = new ColumnChunk(4);
    chunk.setMeta_data(
        new ColumnMetaData(
            Type.INT32, List.of(), List.of("n"), codec, rows, pages.length, pages.length, 4));
    RowGroup group = new RowGroup(List.of(chunk), pages.length, rows);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(
        new FileMetaData(1, List.of(root, column), rows, List.of(group)), footer);
    return write(pages, footer.toByteArray());
  }

  private Path write(byte[] pages, byte[] footer) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(12 + pages.length + footer.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(MAGIC).put(pages).put(footer).putInt(footer.length).put(MAGIC);
    return Files.write(folder.resolve("x.parquet"), file.array());
  }

  private static void assertRefused(String why, Path file) {
    assertThatThrownBy(() -> TableReader.parquet(file, List.of("n"), 1).all(2))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("x.parquet: ")
        .hasMessageContaining(why);
  }
}
