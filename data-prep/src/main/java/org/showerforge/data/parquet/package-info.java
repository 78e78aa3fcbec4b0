/**
 * Columns of numbers of Parquet files (format 2.11, github.com/apache/parquet-format), taken for
 * hostile: nothing is allocated on a file's word alone, and pages are read one by one, so that a
 * row group need not fit into memory.
 *
 * <p>The data set's own files are read by parquet-mr (see data.event). It is not used here because
 * it believes what a page says of itself: a flipped byte in the length of a run makes it allocate
 * gigabytes.
 */
@NullMarked
package org.showerforge.data.parquet;

import org.jspecify.annotations.NullMarked;
