/** How a job's configuration comes about. */
@NullMarked
package org.showerforge.jobs.settings;

import org.jspecify.annotations.NullMarked;
