/** How the driver takes what tasks give. */
@NullMarked
package org.showerforge.jobs.tasks;

import org.jspecify.annotations.NullMarked;
