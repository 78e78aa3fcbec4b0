/** Generators by name and version, on any Hadoop file system: who makes showers today, and why. */
@NullMarked
package org.showerforge.jobs.registry;

import org.jspecify.annotations.NullMarked;
