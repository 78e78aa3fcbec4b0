package org.showerforge.backend.cuda;

/** A device has not got the memory that was asked for. */
public final class OutOfDeviceMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String device;
  private final long available;
  private final long total;

  /**
   * Memory that ran out.
   *
   * @param asked bytes that were asked for last
   * @param held bytes that the asking backend had already
   * @param free bytes that nobody had
   * @param total bytes of the device
   */
  OutOfDeviceMemory(String device, long asked, long held, long free, long total) {
    super(
        "%s: %,d bytes asked for besides %,d; %,d of %,d are free"
            .formatted(device, asked, held, free, total));
    this.device = device;
    this.available = held + free;
    this.total = total;
  }

  /** What the device is called. */
  public String device() {
    return device;
  }

  /** Bytes that the asking backend could have had. */
  public long available() {
    return available;
  }

  /** Bytes that the device has. */
  public long total() {
    return total;
  }
}
