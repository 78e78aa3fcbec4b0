/** The command line and what its commands share: configuration, the Spark context, progress. */
@NullMarked
package org.showerforge.jobs;

import org.jspecify.annotations.NullMarked;
