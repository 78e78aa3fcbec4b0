package org.showerforge.jobs.refresh;

/**
 * What a run begins with; the content of its {@code run.json}.
 *
 * @param began when, ISO 8601
 * @param events of the data set
 * @param sources raw files in the data set
 * @param sourcesSha256 a hash of what they hold
 * @param dataSha256 a hash of the data set
 * @param settingsSha256 a hash of what was asked of training and gate
 * @param incumbent the version that was current; 0 for none
 * @param reason why there is a run, in words
 */
public record Start(
    String began,
    Outcome.Events events,
    int sources,
    String sourcesSha256,
    String dataSha256,
    String settingsSha256,
    int incumbent,
    String reason) {}
