export default {
  title: "Platform Authorization",
  lead: "The stores whose orders come in here.",
};
