/** What a job's tasks compute on: the host, or the GPU that Spark gave the task. */
@org.jspecify.annotations.NullMarked
package org.showerforge.jobs.compute;
