/** The inspect job: what a data set looks like, and whether another looks alike. */
@NullMarked
package org.showerforge.jobs.inspect;

import org.jspecify.annotations.NullMarked;
