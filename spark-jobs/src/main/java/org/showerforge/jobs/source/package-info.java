/** Showers as a table of Spark SQL: made when they are read, never on disk. */
@NullMarked
package org.showerforge.jobs.source;

import org.jspecify.annotations.NullMarked;
