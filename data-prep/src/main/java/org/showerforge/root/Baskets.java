package org.showerforge.root;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** A branch's baskets in the order of their entries; the one read last is kept. */
final class Baskets {
  /** A basket's run of entries [first, end), and where it is. */
  record Slot(long first, long end, long seek, long bytes, @Nullable Basket embedded) {}

  private final Source source;
  private final String where;
  private final List<Slot> slots;
  private int loaded = -1;
  private @Nullable Basket basket;

  private Baskets(Source source, String where, List<Slot> slots) {
    this.source = source;
    this.where = where;
    this.slots = slots;
  }

  /**
   * The table of a branch, checked to cover its entries without gaps.
   *
   * @param where the branch, for error messages
   */
  static Baskets of(RootObject branch, long entries, Source source, String where) {
    long[] first = branch.integers("fBasketEntry");
    long[] seek = branch.integers("fBasketSeek");
    long[] bytes = branch.integers("fBasketBytes");
    List<@Nullable RootObject> embedded = branch.list("fBaskets");
    int places = Math.min(first.length, Math.min(seek.length, bytes.length));
    int written = branch.integer("fWriteBasket", 0, places);
    List<Slot> slots = new ArrayList<>();
    long at = 0;
    for (int i = 0; i <= written && i < places; i++) {
      RootObject object = i < embedded.size() ? embedded.get(i) : null;
      Basket inside = object == null ? null : object.basket();
      boolean stored = i < written && seek[i] != 0;
      if (i == written && inside == null) {
        break;
      }
      if (!stored && inside == null) {
        throw new UserException("%s: damaged: basket %d is nowhere", where, i);
      }
      boolean last = i + 1 >= written && !inhabited(embedded, i + 1, written, places);
      long end = last ? entries : first[i + 1];
      if (first[i] != at || end < at || end > entries) {
        throw new UserException(
            "%s: damaged: basket %d is said to hold entries %d..%d of %d, but %d are before it",
            where, i, first[i], end, entries, at);
      }
      if (end > at) {
        slots.add(new Slot(at, end, seek[i], bytes[i], stored ? null : inside));
      }
      at = end;
    }
    if (at != entries) {
      throw new UserException("%s: damaged: its baskets hold %d of %d entries", where, at, entries);
    }
    return new Baskets(source, where, slots);
  }

  /** Whether there is a basket at a place behind the last that was written out. */
  private static boolean inhabited(
      List<@Nullable RootObject> embedded, int i, int written, int places) {
    if (i > written || i >= places || i >= embedded.size()) {
      return false;
    }
    RootObject object = embedded.get(i);
    return object != null && object.basket() != null;
  }

  /** The index of the basket that holds an entry. */
  int find(long entry) {
    int low = 0;
    int high = slots.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slots.get(middle).end <= entry) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int size() {
    return slots.size();
  }

  Slot slot(int i) {
    return slots.get(i);
  }

  String where(int i) {
    Slot slot = slots.get(i);
    String place = slot.embedded != null ? "inside the tree's record" : "at byte " + slot.seek;
    return where + ": basket " + i + " " + place;
  }

  /** Reads and unpacks a basket. */
  Basket load(int i) {
    if (i == loaded && basket != null) {
      return basket;
    }
    Slot slot = slots.get(i);
    Basket next = slot.embedded;
    if (next == null) {
      String place = where(i);
      if (slot.bytes > RootKey.MAX_BYTES) {
        throw new UserException(
            "%s: has %d MiB, at most %d MiB are read",
            place, slot.bytes >> 20, RootKey.MAX_BYTES >> 20);
      }
      next = Basket.stored(source.read(slot.seek, slot.bytes, place), place);
    }
    if (next.entries() != slot.end - slot.first) {
      throw new UserException(
          "%s: damaged: holds %d entries instead of %d",
          where(i), next.entries(), slot.end - slot.first);
    }
    loaded = i;
    basket = next;
    return next;
  }
}
