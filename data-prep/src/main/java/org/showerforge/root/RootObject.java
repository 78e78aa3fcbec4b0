package org.showerforge.root;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * An object read from a file: its members by name, those of base classes included.
 *
 * <p>Integers are Long, other numbers Float or Double, TStrings String, arrays of integers long[],
 * pointers and collections RootObject; a collection has its elements in {@link #elements}.
 */
final class RootObject {
  private final String className;
  private final String where;
  private final Map<String, Object> members = new HashMap<>();
  private List<@Nullable RootObject> elements = List.of();
  private @Nullable Basket basket;

  RootObject(String className, String where) {
    this.className = className;
    this.where = where;
  }

  String className() {
    return className;
  }

  void put(String name, Object value) {
    members.put(name, value);
  }

  void elements(List<@Nullable RootObject> all) {
    elements = all;
  }

  /** What a TObjArray or TList holds; places may be empty. */
  List<@Nullable RootObject> elements() {
    return elements;
  }

  void basket(Basket content) {
    basket = content;
  }

  /** What a TBasket holds. */
  @Nullable Basket basket() {
    return basket;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  String string(String name) {
    return member(name, String.class);
  }

  /** A whole number, though older classes keep it as a double. */
  long integer(String name) {
    Object value = members.get(name);
    if (value instanceof Double number && number == Math.rint(number)) {
      return number.longValue();
    }
    return member(name, Long.class);
  }

  /** A whole number of [from, to]. */
  int integer(String name, int from, int to) {
    long value = integer(name);
    if (value < from || value > to) {
      throw damaged(name + " is " + value + ", not one of " + from + ".." + to);
    }
    return (int) value;
  }

  long[] integers(String name) {
    return member(name, long[].class);
  }

  /** The elements of a collection that is a member. */
  List<@Nullable RootObject> list(String name) {
    return member(name, RootObject.class).elements();
  }

  /** An object that a pointer points to, or null. */
  @Nullable RootObject pointer(String name) {
    return members.get(name) instanceof RootObject object ? object : null;
  }

  private <T> T member(String name, Class<T> type) {
    Object value = members.get(name);
    if (!type.isInstance(value)) {
      throw damaged("has no readable member " + name);
    }
    return type.cast(value);
  }

  UserException damaged(String message) {
    Object name = members.getOrDefault("fName", "");
    return new UserException("%s: damaged: %s '%s': %s", where, className, name, message);
  }
}
