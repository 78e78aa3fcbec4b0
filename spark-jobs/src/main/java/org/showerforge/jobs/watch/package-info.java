/** Where people and their tools see how a training goes, round by round. */
@NullMarked
package org.showerforge.jobs.watch;

import org.jspecify.annotations.NullMarked;
