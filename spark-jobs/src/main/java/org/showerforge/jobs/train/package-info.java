/** Training by rounds of parameter averaging over Spark partitions. */
@NullMarked
package org.showerforge.jobs.train;

import org.jspecify.annotations.NullMarked;
