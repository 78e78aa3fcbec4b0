/**
 * Events on disk: the one schema of every prepared and generated data set, its writer and its
 * reader, straight between Parquet and primitive arrays.
 */
@NullMarked
package org.showerforge.data.event;

import org.jspecify.annotations.NullMarked;
