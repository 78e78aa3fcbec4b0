package org.showerforge.jobs.registry;

import org.jspecify.annotations.Nullable;

/**
 * What becomes a version.
 *
 * @param generator the generator's folder
 * @param evaluation the folder of its evaluation, or null
 * @param training the folder of its last checkpoint, which another training may begin with; or null
 */
public record Candidate(String generator, @Nullable String evaluation, @Nullable String training) {}
