/** Bulk generation: showers to Parquet, the same ones whatever the partitioning. */
@NullMarked
package org.showerforge.jobs.generate;

import org.jspecify.annotations.NullMarked;
